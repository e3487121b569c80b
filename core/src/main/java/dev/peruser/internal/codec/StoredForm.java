package dev.peruser.internal.codec;

import dev.peruser.Attribute;
import dev.peruser.SessionDataException;
import dev.peruser.internal.values.Checkpoint;
import dev.peruser.internal.values.ValueNumbers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectReader;

/** Brings what is stored, and what a class of this version reads and writes, together. */
public final class StoredForm {
    /** So many places are mended, each found by reading once more. */
    private static final int MOST = 1_000;

    private StoredForm() {}

    static @Nullable Object complete(@Nullable Object stored, @Nullable Object asWritten) {
        if (stored instanceof Map<?, ?> map && asWritten instanceof Map<?, ?> written) {
            Map<Object, @Nullable Object> complete = new LinkedHashMap<>(map);
            written.forEach(
                    (key, value) -> complete.put(key, map.containsKey(key) ? complete(map.get(key), value) : value));
            return complete;
        }
        if (stored instanceof List<?> list && asWritten instanceof List<?> written) {
            return list.size() == written.size() ? pairwise(list, written) : asSet(list, written);
        }
        return stored;
    }

    private static List<@Nullable Object> pairwise(List<?> stored, List<?> asWritten) {
        List<@Nullable Object> complete = new ArrayList<>();
        for (int i = 0; i < stored.size(); i++) {
            complete.add(complete(stored.get(i), asWritten.get(i)));
        }
        return complete;
    }

    /**
     * A list that got shorter by being read lost nothing but repetitions if it has the same elements: the class reads
     * it as a set.
     */
    private static List<?> asSet(List<?> stored, List<?> asWritten) {
        ValueNumbers numbers = new ValueNumbers(Checkpoint.none());
        Map<Integer, @Nullable Object> distinct = new LinkedHashMap<>();
        for (Object element : stored) {
            distinct.putIfAbsent(numbers.of(element), element);
        }
        Set<Integer> written = new HashSet<>();
        for (Object element : asWritten) {
            written.add(numbers.of(element));
        }
        return distinct.size() == asWritten.size() && distinct.keySet().equals(written)
                ? new ArrayList<>(distinct.values())
                : stored;
    }

    // ---- as a type that merges did not know

    /**
     * Reads a value as a type that the merge at its sign-in did not know. Where it retained both sides' values in a
     * list, and the type has room for one, that is the guest's, the last: as if the attribute had been declared without
     * a rule.
     *
     * @throws SessionDataException if it doesn't fit the type in this way either
     */
    public static @Nullable Object read(JsonCodec codec, String name, Attribute<?> type, StoredAttribute stored) {
        try {
            return codec.decode(name, type, stored);
        } catch (SessionDataException e) {
            try {
                return mended(codec, type, stored.json()).orElseThrow(() -> e);
            } catch (JacksonException damaged) {
                throw e;
            }
        }
    }

    private static Optional<Object> mended(JsonCodec codec, Attribute<?> type, byte[] json) {
        ObjectReader reader = codec.form(type).reader();
        byte[] mended = json;
        for (int places = 0; places < MOST; places++) {
            try {
                return Optional.ofNullable(reader.readValue(mended));
            } catch (JacksonException e) {
                Object[] tree = {codec.decodePlain(mended)}; // the value as a part of something, as all others are
                if (!mend(tree, e.getPath())) {
                    return Optional.empty();
                }
                mended = codec.encodePlain(tree[0]);
            } catch (IllegalStateException | NumberFormatException e) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** Whether there were several values where one was wanted. */
    @SuppressWarnings("unchecked") // plain maps and lists take all plain values
    private static boolean mend(@Nullable Object[] root, List<JacksonException.Reference> path) {
        Consumer<@Nullable Object> place = value -> root[0] = value;
        @Nullable Object found = root[0];
        for (JacksonException.Reference step : path) {
            if (found instanceof Map<?, ?> map) {
                place = value -> ((Map<String, @Nullable Object>) map).put(step.getPropertyName(), value);
                found = map.get(step.getPropertyName());
            } else if (found instanceof List<?> list && step.getIndex() >= 0 && step.getIndex() < list.size()) {
                place = value -> ((List<@Nullable Object>) list).set(step.getIndex(), value);
                found = list.get(step.getIndex());
            } else {
                return false;
            }
        }
        if (found instanceof List<?> several) {
            place.accept(last(several));
            return true;
        }
        return false;
    }

    private static @Nullable Object last(List<?> several) {
        for (int i = several.size() - 1; i >= 0; i--) {
            if (several.get(i) != null) {
                return several.get(i);
            }
        }
        return null;
    }
}
