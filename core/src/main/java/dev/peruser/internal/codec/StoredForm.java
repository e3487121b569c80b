package dev.peruser.internal.codec;

import dev.peruser.internal.values.Checkpoint;
import dev.peruser.internal.values.ValueNumbers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Brings a stored tree and the same tree as a class of this version would write it together. */
public final class StoredForm {
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
}
