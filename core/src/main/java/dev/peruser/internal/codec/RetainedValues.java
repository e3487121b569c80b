package dev.peruser.internal.codec;

import dev.peruser.Attribute;
import dev.peruser.SessionDataException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectReader;

/**
 * Reads values as a type that the merge at their sign-in did not know. Where it retained both sides' values in a list,
 * and the type has room for one, that is the guest's, the last: as if the attribute had been declared without a rule.
 */
public final class RetainedValues {
    /** So many places are mended, each found by reading once more. */
    private static final int MOST = 1_000;

    private final JsonCodec codec;

    public RetainedValues(JsonCodec codec) {
        this.codec = codec;
    }

    /**
     * Reads one.
     *
     * @throws SessionDataException if it doesn't fit the type in this way either
     */
    public @Nullable Object read(String name, Attribute<?> type, StoredAttribute stored) {
        try {
            return codec.decode(name, type, stored);
        } catch (SessionDataException e) {
            try {
                return mended(type, stored.json()).orElseThrow(() -> e);
            } catch (JacksonException damaged) {
                throw e;
            }
        }
    }

    private Optional<Object> mended(Attribute<?> type, byte[] json) {
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
