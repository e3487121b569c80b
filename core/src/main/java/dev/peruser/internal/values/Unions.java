package dev.peruser.internal.values;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Unions of two collections or two maps. */
public final class Unions {
    private Unions() {}

    /**
     * The left's elements, then those of the right that the left doesn't contain; of maps all entries, the right's
     * where both have the key.
     *
     * @throws IllegalArgumentException if they are neither two collections nor two maps
     */
    @SuppressWarnings("unchecked") // a collection for collections, a map for maps
    public static <T> T union(T left, T right) {
        if (left instanceof Map<?, ?> entries && right instanceof Map<?, ?> others) {
            Map<Object, @Nullable Object> union = new LinkedHashMap<>(entries);
            union.putAll(others);
            return (T) union;
        }
        if (left instanceof Set<?> elements && right instanceof Set<?> others) {
            Set<@Nullable Object> union = new LinkedHashSet<>(elements);
            union.addAll(others);
            return (T) union;
        }
        if (left instanceof Collection<?> elements && right instanceof Collection<?> others) {
            List<@Nullable Object> union = new ArrayList<>(elements);
            others.stream().filter(element -> !union.contains(element)).forEach(union::add);
            return (T) union;
        }
        throw new IllegalArgumentException("union() needs an attribute whose type is a Collection or a Map");
    }
}
