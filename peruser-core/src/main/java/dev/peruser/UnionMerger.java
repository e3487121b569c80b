package dev.peruser;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@link Merger#union()}. */
final class UnionMerger<T> implements Merger<T> {

    @Override
    @SuppressWarnings("unchecked") // a collection for collections, a map for maps
    public T merge(T user, T guest) {
        if (user instanceof Map<?, ?> left && guest instanceof Map<?, ?> right) {
            Map<Object, @Nullable Object> union = new LinkedHashMap<>(left);
            union.putAll(right);
            return (T) union;
        }
        if (user instanceof Set<?> left && guest instanceof Set<?> right) {
            Set<@Nullable Object> union = new LinkedHashSet<>(left);
            union.addAll(right);
            return (T) union;
        }
        if (user instanceof Collection<?> left && guest instanceof Collection<?> right) {
            List<@Nullable Object> union = new ArrayList<>(left);
            right.stream().filter(element -> !union.contains(element)).forEach(union::add);
            return (T) union;
        }
        throw new IllegalArgumentException("union() needs an attribute whose type is a Collection or a Map");
    }
}
