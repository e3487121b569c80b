package dev.peruser.internal.codec;

import dev.peruser.internal.codec.Difference.Place;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Compares a value with what was read of its JSON, part by part: classes, properties, and fields that no property
 * shows. Sets may have another order. What neither is equal nor has parts to look at, nor a notion of being equal, is
 * left to its JSON. Not safe for use by many threads.
 */
final class ValueComparison {
    /** Each of so many elements of a set is looked for in the other. */
    private static final int LOOKED_FOR = 64;

    private final ClassShapes shapes;
    private final Set<String> computed;
    private final Set<Object> around = Collections.newSetFromMap(new IdentityHashMap<>());
    private @Nullable Difference found;

    /**
     * Creates it.
     *
     * @param computed places that are not compared
     */
    ValueComparison(ClassShapes shapes, Set<String> computed) {
        this.shapes = shapes;
        this.computed = computed;
    }

    /** The first difference. */
    Optional<Difference> difference(@Nullable Object written, @Nullable Object read) {
        boolean same = isSame(Place.ROOT, written, read);
        return same ? Optional.empty() : Optional.ofNullable(found);
    }

    private boolean differs(Place at, String what) {
        found = new Difference(at.path(), at.shown(), what);
        return false;
    }

    @SuppressWarnings("ReferenceEquality") // the very same object needs no look
    private boolean isSame(Place at, @Nullable Object one, @Nullable Object other) {
        if (one == other || at.isWithin(computed)) {
            return true;
        }
        if (other == null) {
            return differs(at, Advice.LOST);
        }
        if (one == null) {
            return differs(at, "is null and comes back as " + name(other));
        }
        if (one instanceof Map<?, ?> map && other instanceof Map<?, ?> with) {
            return isWhole(at, one) && isSameMap(at, map, with);
        }
        if (one instanceof Collection<?> some && other instanceof Collection<?> with) {
            return isWhole(at, one) && isSameCollection(at, some, with);
        }
        if (one.getClass() != other.getClass()) {
            return differs(at, "is " + name(one) + " and comes back as " + name(other) + Advice.forClasses(one, other));
        }
        if (one instanceof Optional<?> optional) {
            return isSame(at, optional.orElse(null), ((Optional<?>) other).orElse(null));
        }
        if (one.getClass().isArray()) {
            return isSameArray(at, one, other);
        }
        return shapes.of(one.getClass()).kind() == ClassShape.Kind.BEAN
                ? isSameBean(at, one, other)
                : isSameScalar(at, one, other);
    }

    private boolean isSameScalar(Place at, Object one, Object other) {
        if (one.equals(other)) {
            return true;
        }
        boolean hasText = one instanceof CharSequence
                || one instanceof Number
                || one instanceof AtomicBoolean
                || one instanceof AtomicReference;
        boolean isSame = hasText ? one.toString().equals(other.toString()) : !definesEquals(one.getClass());
        return isSame || differs(at, "comes back as another " + one.getClass().getName() + Advice.forScalar(one));
    }

    private static boolean definesEquals(Class<?> type) {
        try {
            return type.getMethod("equals", Object.class).getDeclaringClass() != Object.class;
        } catch (NoSuchMethodException e) {
            return false;
        }
    }

    private boolean isSameBean(Place at, Object one, Object other) {
        if (!around.add(one)) {
            return true;
        }
        try {
            for (ClassShape.Property property : shapes.of(one.getClass()).properties()) {
                Place inside = property.writer().isUnwrapping() ? at : at.property(property.name());
                if (!isSame(inside, property.get(one), property.get(other))) {
                    return !property.isRead() && differs(inside, Advice.notSet(one.getClass()));
                }
            }
            return isWhole(at, one) && hasSameHidden(at, one, other);
        } finally {
            around.remove(one);
        }
    }

    private boolean isWhole(Place at, Object written) {
        List<String> lost = shapes.of(written.getClass()).lost();
        return lost.isEmpty() || differs(at, Advice.lost(written.getClass(), lost));
    }

    private boolean hasSameHidden(Place at, Object one, Object other) {
        for (Field field : shapes.of(one.getClass()).hidden()) {
            Place inside = at.property(field.getName());
            if (!isSame(inside, value(field, one), value(field, other))) {
                return differs(inside, Advice.HIDDEN);
            }
        }
        return true;
    }

    private static @Nullable Object value(Field field, Object bean) {
        try {
            return field.get(bean);
        } catch (IllegalAccessException e) {
            return null;
        }
    }

    private boolean isSameArray(Place at, Object one, Object other) {
        int length = Array.getLength(one);
        if (length != Array.getLength(other)) {
            return differs(at, "has elements that are lost");
        }
        for (int i = 0; i < length; i++) {
            if (!isSame(at.element(), Array.get(one, i), Array.get(other, i))) {
                return false;
            }
        }
        return true;
    }

    private boolean isSameMap(Place at, Map<?, ?> one, Map<?, ?> other) {
        if (one.size() != other.size()) {
            return differs(at, "has entries that are lost" + Advice.FOR_KEYS);
        }
        for (Map.Entry<?, ?> entry : one.entrySet()) {
            Place inside = at.entry(entry.getKey());
            if (!hasKey(other, entry.getKey())) {
                return differs(inside, "has a key that comes back as another" + Advice.FOR_KEYS);
            }
            if (!isSame(inside, entry.getValue(), other.get(entry.getKey()))) {
                return false;
            }
        }
        boolean isSorted = one instanceof SortedMap && other instanceof SortedMap;
        return !isSorted || isInSortedOrder(at, one.keySet(), other.keySet());
    }

    private static boolean hasKey(Map<?, ?> map, Object key) {
        try {
            return map.containsKey(key);
        } catch (ClassCastException | NullPointerException anotherType) {
            return false;
        }
    }

    private boolean isSameCollection(Place at, Collection<?> one, Collection<?> other) {
        if (one instanceof List != other instanceof List || one instanceof Set != other instanceof Set) {
            boolean isOfAKind = one instanceof List || one instanceof Set;
            return isOfAKind
                    ? differs(at, "is " + kind(one) + " and comes back as " + kind(other) + Advice.OF_TYPE)
                    : isInSameOrder(at, one, other);
        }
        if (one.size() != other.size()) {
            return differs(at, "has elements that are lost");
        }
        if (one instanceof Set<?> set) {
            boolean isSorted = set instanceof SortedSet && other instanceof SortedSet;
            return hasSameElements(at, one, other) && (!isSorted || isInSortedOrder(at, one, other));
        }
        boolean isWithoutOrder = one instanceof Queue && !(one instanceof Deque);
        return isWithoutOrder ? hasSameElements(at, one, other) : isInSameOrder(at, one, other);
    }

    private boolean isInSortedOrder(Place at, Collection<?> one, Collection<?> other) {
        return isInSameOrder(at, one, other) || differs(at, Advice.FOR_ORDER);
    }

    private boolean isInSameOrder(Place at, Collection<?> one, Collection<?> other) {
        if (one.size() != other.size()) {
            return differs(at, "has elements that are lost");
        }
        Iterator<?> with = other.iterator();
        for (Object element : one) {
            if (!isSame(at.element(), element, with.next())) {
                return false;
            }
        }
        return true;
    }

    private boolean hasSameElements(Place at, Collection<?> one, Collection<?> other) {
        List<@Nullable Object> left = new ArrayList<>(other);
        int looked = 0;
        for (Object element : one) {
            if (looked++ == LOOKED_FOR) {
                return true;
            }
            Iterator<@Nullable Object> candidates = left.iterator();
            boolean isThere = false;
            while (!isThere && candidates.hasNext()) {
                isThere = isSame(at.element(), element, candidates.next());
            }
            if (!isThere) {
                return false;
            }
            candidates.remove();
        }
        return true;
    }

    private static String kind(Collection<?> collection) {
        return collection instanceof List ? "a list" : collection instanceof Set ? "a set" : name(collection);
    }

    private static String name(Object value) {
        return "a " + value.getClass().getTypeName();
    }
}
