package dev.peruser.internal.codec;

import java.util.Collections;
import java.util.List;
import java.util.ListIterator;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes values without a declared type what they come back as, so that the request that puts one sees what the next one
 * will see. Numbers are replaced where they are, because a list or map that was put stays the application's to change
 * in place; one of the JDK that nobody can change is copied.
 */
final class PlainValues {
    private static final int DEEPEST = 1_000;

    private static final Set<Class<?>> UNCHANGEABLE = Set.of(
            List.of().getClass(),
            List.of(1).getClass(),
            Map.of().getClass(),
            Map.of(1, 1).getClass(),
            Collections.singletonList(1).getClass(),
            Collections.singletonMap(1, 1).getClass(),
            Collections.nCopies(1, 1).getClass());

    private PlainValues() {}

    /**
     * A value that can be stored, as it comes back.
     *
     * @throws PlainJson.UnstorableValueException if it holds a number in a list or map that can neither be changed nor
     *     copied
     */
    static @Nullable Object asRead(@Nullable Object value) {
        return asRead(value, 1);
    }

    /** As {@link #asRead}, for what is put into a list or map of ours: what can't be stored is refused later. */
    static @Nullable Object asReadOrAsItIs(@Nullable Object value) {
        if (value instanceof PlainMap || value instanceof PlainList) {
            return value;
        }
        try {
            return asRead(value, 1);
        } catch (PlainJson.UnstorableValueException e) {
            return value;
        }
    }

    private static @Nullable Object asRead(@Nullable Object value, int depth) {
        if (value instanceof Number number) {
            return PlainJson.isPlain(number) ? PlainNumbers.asRead(number) : number;
        }
        if (depth > DEEPEST) {
            throw new PlainJson.UnstorableValueException("is cyclic or very deep");
        }
        if (value instanceof Map<?, ?> map) {
            return asRead(map, depth);
        }
        return value instanceof List<?> list ? asRead(list, depth) : value;
    }

    @SuppressWarnings({"unchecked", "ReferenceEquality"}) // another object is another type
    private static Map<?, ?> asRead(Map<?, ?> map, int depth) {
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            @Nullable Object value = entry.getValue();
            @Nullable Object asRead = asRead(value, depth + 1);
            if (asRead != value) {
                if (UNCHANGEABLE.contains(map.getClass())) {
                    return copy(map, depth);
                }
                replace((Map<Object, @Nullable Object>) map, (Map.Entry<?, @Nullable Object>) entry, asRead);
            }
        }
        return map;
    }

    /** Entries of some maps can't replace, though the map can. */
    private static void replace(
            Map<Object, @Nullable Object> map, Map.Entry<?, @Nullable Object> entry, @Nullable Object asRead) {
        @Nullable Object value = entry.getValue();
        try {
            entry.setValue(asRead);
        } catch (UnsupportedOperationException e) {
            try {
                map.put(entry.getKey(), asRead);
            } catch (UnsupportedOperationException unchangeable) {
                throw cantBeReplaced(value, asRead);
            }
        }
    }

    /** A key that is not text is refused when the map is written. */
    private static Map<?, ?> copy(Map<?, ?> map, int depth) {
        PlainMap copy = new PlainMap();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (!(entry.getKey() instanceof String key)) {
                return map;
            }
            copy.putRead(key, asRead(entry.getValue(), depth + 1));
        }
        return copy;
    }

    @SuppressWarnings({"unchecked", "ReferenceEquality"}) // another object is another type
    private static List<?> asRead(List<?> list, int depth) {
        ListIterator<@Nullable Object> elements = ((List<@Nullable Object>) list).listIterator();
        while (elements.hasNext()) {
            int index = elements.nextIndex();
            @Nullable Object value = elements.next();
            @Nullable Object asRead = asRead(value, depth + 1);
            if (asRead != value) {
                if (UNCHANGEABLE.contains(list.getClass())) {
                    return copy(list, depth);
                }
                replace((List<@Nullable Object>) list, elements, index, asRead);
            }
        }
        return list;
    }

    /** Iterators of some lists can't replace, though the list can. */
    private static void replace(
            List<@Nullable Object> list, ListIterator<@Nullable Object> at, int index, @Nullable Object asRead) {
        try {
            at.set(asRead);
        } catch (UnsupportedOperationException e) {
            try {
                list.set(index, asRead);
            } catch (UnsupportedOperationException unchangeable) {
                throw cantBeReplaced(list.get(index), asRead);
            }
        }
    }

    private static List<?> copy(List<?> list, int depth) {
        PlainList copy = new PlainList();
        list.forEach(value -> copy.addRead(asRead(value, depth + 1)));
        return copy;
    }

    private static PlainJson.UnstorableValueException cantBeReplaced(@Nullable Object value, @Nullable Object asRead) {
        return new PlainJson.UnstorableValueException("holds, in a list or map that can't be changed, "
                + (value instanceof Number ? "a " + value.getClass().getSimpleName() : "a number")
                + ", which would come back as another type"
                + (asRead instanceof Number ? " (" + asRead.getClass().getSimpleName() + ")" : "")
                + "; put an Integer, or a BigDecimal for what is not whole, or declare an Attribute with its type");
    }
}
