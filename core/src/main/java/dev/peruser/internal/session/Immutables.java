package dev.peruser.internal.session;

import dev.peruser.internal.values.PlainClasses;
import java.lang.reflect.RecordComponent;
import java.time.DayOfWeek;
import java.time.Month;
import java.time.OffsetTime;
import java.time.ZonedDateTime;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Values that nobody can change in place, so that one that was read need not be compared with what is stored. Those of
 * the JDK are named; a record is one if all its components are.
 */
public final class Immutables {
    private static final Set<Class<?>> NAMED =
            PlainClasses.and(Locale.class, DayOfWeek.class, Month.class, OffsetTime.class, ZonedDateTime.class);

    private static final ClassValue<Boolean> KNOWN = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            return NAMED.contains(type) || isImmutableRecord(type);
        }
    };

    private Immutables() {}

    /** Whether a value can't be changed in place. False if that is not sure. */
    public static boolean isImmutable(@Nullable Object value) {
        return value == null || value instanceof String || KNOWN.get(value.getClass());
    }

    /** Whether no value of a declared type can be changed in place. False if that is not sure. */
    static boolean isImmutableType(Class<?> type) {
        return type.isPrimitive() || KNOWN.get(type);
    }

    private static boolean isImmutableRecord(Class<?> type) {
        return isImmutableRecord(type, Set.of());
    }

    /**
     * A component of a type that may have subtypes makes it unsure; so does one that leads back to a record that it is
     * in.
     *
     * @param around the records that this one is a component of
     */
    private static boolean isImmutableRecord(Class<?> type, Set<Class<?>> around) {
        if (!type.isRecord() || around.contains(type)) {
            return false;
        }
        Set<Class<?>> inside = new HashSet<>(around);
        inside.add(type);
        for (RecordComponent component : type.getRecordComponents()) {
            Class<?> of = component.getType();
            if (!of.isPrimitive() && !NAMED.contains(of) && !isImmutableRecord(of, inside)) {
                return false;
            }
        }
        return true;
    }
}
