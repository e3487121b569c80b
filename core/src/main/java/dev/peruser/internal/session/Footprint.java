package dev.peruser.internal.session;

import dev.peruser.internal.codec.PlainList;
import dev.peruser.internal.codec.PlainMap;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.ConcurrentModificationException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Of which objects a value consists. As long as it consists of the very same ones in the same places, it was not
 * changed in place, so that its JSON is the same: that is quicker to tell than to write the JSON.
 *
 * <p>It can be taken of values that are lists, sets and maps of the JDK, records, and {@linkplain Immutables immutable}
 * values in them. Whatever else is in a value could be changed without another object to be seen.
 */
public final class Footprint {
    private static final Object END = new Object();
    private static final int FEW = 10;

    /** Of these very classes: a subclass may write itself in a way of its own. */
    private static final Set<Class<?>> CONTAINERS = Set.of(
            PlainList.class,
            PlainMap.class,
            ArrayList.class,
            LinkedList.class,
            HashSet.class,
            LinkedHashSet.class,
            TreeSet.class,
            HashMap.class,
            LinkedHashMap.class,
            TreeMap.class,
            List.of().getClass(),
            List.of(1).getClass(),
            Set.of().getClass(),
            Set.of(1).getClass(),
            Map.of().getClass(),
            Map.of(1, 1).getClass());

    /** What to look at in a record: accessors of what could be changed. Empty if they can't be called. */
    private static final ClassValue<Optional<List<Method>>> CHANGEABLE = new ClassValue<>() {
        @Override
        protected Optional<List<Method>> computeValue(Class<?> type) {
            return changeableComponents(type);
        }
    };

    private final @Nullable Object[] parts;

    private Footprint(@Nullable Object[] parts) {
        this.parts = parts;
    }

    /** That of a value as it is now, or null if it has none. */
    public static @Nullable Footprint of(@Nullable Object value) {
        if (Immutables.isImmutable(value)) {
            return new Footprint(new @Nullable Object[] {value});
        }
        int many = value instanceof Collection<?> container ? container.size() + 2 : FEW;
        List<@Nullable Object> parts = new ArrayList<>(many);
        return walk(value, parts::add) ? new Footprint(parts.toArray()) : null;
    }

    /** Whether a value has this one. */
    public boolean isThatOf(@Nullable Object value) {
        Comparison comparison = new Comparison();
        return walk(value, comparison) && comparison.next == parts.length;
    }

    private final class Comparison implements Predicate<@Nullable Object> {
        private int next;

        @Override
        @SuppressWarnings("ReferenceEquality") // an equal object in the place of another may be changed later
        public boolean test(@Nullable Object part) {
            return next < parts.length && parts[next++] == part;
        }
    }

    /** Shows all parts, as long as they are welcome. False if one was not, or is of no kind that can be shown. */
    private static boolean walk(@Nullable Object value, Predicate<@Nullable Object> visitor) {
        if (value == null || Immutables.isImmutable(value)) {
            return visitor.test(value);
        }
        try {
            if (value.getClass().isRecord()) {
                return visitor.test(value) && walkRecord(value, visitor);
            }
            return CONTAINERS.contains(value.getClass())
                    && visitor.test(value)
                    && walkContainer(value, visitor)
                    && visitor.test(END);
        } catch (ConcurrentModificationException changedNow) {
            return false;
        }
    }

    private static boolean walkContainer(Object container, Predicate<@Nullable Object> visitor) {
        if (container instanceof Map<?, ?> map) {
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                if (!walk(entry.getKey(), visitor) || !walk(entry.getValue(), visitor)) {
                    return false;
                }
            }
            return true;
        }
        for (Object element : (Collection<?>) container) {
            if (!walk(element, visitor)) {
                return false;
            }
        }
        return true;
    }

    private static boolean walkRecord(Object value, Predicate<@Nullable Object> visitor) {
        Optional<List<Method>> accessors = CHANGEABLE.get(value.getClass());
        if (accessors.isEmpty()) {
            return false;
        }
        for (Method accessor : accessors.get()) {
            if (!walk(call(accessor, value), visitor)) {
                return false;
            }
        }
        return true;
    }

    /** What a component is; something that has no footprint if its accessor fails. */
    private static @Nullable Object call(Method accessor, Object value) {
        try {
            return accessor.invoke(value);
        } catch (ReflectiveOperationException e) {
            return e;
        }
    }

    private static Optional<List<Method>> changeableComponents(Class<?> type) {
        try {
            List<Method> accessors = Arrays.stream(type.getRecordComponents())
                    .filter(component -> !Immutables.isImmutableType(component.getType()))
                    .map(RecordComponent::getAccessor)
                    .toList();
            accessors.forEach(accessor -> accessor.setAccessible(true));
            return Optional.of(accessors);
        } catch (RuntimeException notOpen) {
            return Optional.empty();
        }
    }
}
