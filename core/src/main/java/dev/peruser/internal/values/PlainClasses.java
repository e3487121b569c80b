package dev.peruser.internal.values;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.util.Currency;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/** The classes of the JDK whose values nobody can change, and which come back equal from JSON. */
public final class PlainClasses {
    private static final Set<Class<?>> ALL = Set.of(
            String.class,
            Boolean.class,
            Character.class,
            Byte.class,
            Short.class,
            Integer.class,
            Long.class,
            Float.class,
            Double.class,
            BigDecimal.class,
            BigInteger.class,
            URI.class,
            UUID.class,
            Currency.class,
            Duration.class,
            Instant.class,
            LocalDate.class,
            LocalDateTime.class,
            LocalTime.class,
            MonthDay.class,
            OffsetDateTime.class,
            Period.class,
            Year.class,
            YearMonth.class);

    private PlainClasses() {}

    /** These, and others. */
    public static Set<Class<?>> and(Class<?>... others) {
        Set<Class<?>> more = new HashSet<>(ALL);
        more.addAll(Set.of(others));
        return Set.copyOf(more);
    }
}
