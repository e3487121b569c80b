package dev.peruser.servlet.httpsession;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The classes that stored data may name: those of packages that the application trusts, and of the JDK some that are
 * nothing but values. Immutable.
 */
final class TrustedClasses {
    private static final List<Class<?>> LISTS_AND_MAPS = List.of(
            EnumSet.class, SortedSet.class, Set.class, SortedMap.class, Map.class, List.class, Collection.class);

    private static final Map<String, Class<?>> OF_THE_JDK = Stream.concat(
                    LISTS_AND_MAPS.stream(),
                    Stream.of(
                            Object.class,
                            String.class,
                            Character.class,
                            Boolean.class,
                            Byte.class,
                            Short.class,
                            Integer.class,
                            Long.class,
                            Float.class,
                            Double.class,
                            java.math.BigInteger.class,
                            java.math.BigDecimal.class,
                            java.util.UUID.class,
                            java.util.Locale.class,
                            java.util.Currency.class,
                            java.util.TimeZone.class,
                            Date.class,
                            java.net.URI.class,
                            Optional.class,
                            java.time.Instant.class,
                            java.time.LocalDate.class,
                            java.time.LocalTime.class,
                            java.time.LocalDateTime.class,
                            java.time.OffsetDateTime.class,
                            java.time.OffsetTime.class,
                            java.time.ZonedDateTime.class,
                            java.time.ZoneId.class,
                            java.time.ZoneOffset.class,
                            java.time.Duration.class,
                            java.time.Period.class,
                            java.time.Year.class,
                            java.time.YearMonth.class,
                            java.time.MonthDay.class,
                            java.time.Month.class,
                            java.time.DayOfWeek.class,
                            java.util.concurrent.TimeUnit.class,
                            java.util.concurrent.atomic.AtomicInteger.class,
                            java.util.concurrent.atomic.AtomicLong.class,
                            java.util.concurrent.ConcurrentHashMap.class,
                            java.util.concurrent.CopyOnWriteArrayList.class,
                            java.util.Vector.class,
                            ArrayList.class,
                            LinkedList.class,
                            ArrayDeque.class,
                            HashSet.class,
                            LinkedHashSet.class,
                            TreeSet.class,
                            HashMap.class,
                            LinkedHashMap.class,
                            TreeMap.class,
                            int[].class,
                            long[].class,
                            double[].class,
                            boolean[].class,
                            byte[].class,
                            String[].class))
            .collect(Collectors.toUnmodifiableMap(Class::getName, Function.identity()));

    private final Set<String> packages;

    TrustedClasses(Set<String> packages) {
        this.packages = packages;
    }

    /** A class by its name; empty if it is not trusted, or not there. */
    Optional<Class<?>> find(String name) {
        Class<?> known = OF_THE_JDK.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        if (!isTrusted(name)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Class.forName(name, false, loader()));
        } catch (ClassNotFoundException | LinkageError e) {
            return Optional.empty();
        }
    }

    private static ClassLoader loader() {
        @Nullable ClassLoader ofThread = Thread.currentThread().getContextClassLoader();
        return ofThread == null ? ClassLoader.getSystemClassLoader() : ofThread;
    }

    private boolean isTrusted(String name) {
        for (int dot = name.lastIndexOf('.'); dot > 0; dot = name.lastIndexOf('.', dot - 1)) {
            if (packages.contains(name.substring(0, dot))) {
                return true;
            }
        }
        return name.indexOf('.') < 0 && packages.contains("");
    }

    /** The class that a value is to be read as; empty if none can be named that would give the same again. */
    Optional<Class<?>> of(Object value) {
        Class<?> type = value instanceof Enum<?> constant ? constant.getDeclaringClass() : value.getClass();
        if (find(type.getName()).equals(Optional.of(type))) {
            return Optional.of(type);
        }
        return isOfTheJdkOrOurs(type)
                ? Stream.concat(Stream.of(java.time.ZoneId.class, java.util.TimeZone.class), LISTS_AND_MAPS.stream())
                        .filter(face -> face.isInstance(value))
                        .findFirst()
                : Optional.empty();
    }

    /** Lists that can't be changed, for example: nobody names their classes. */
    private static boolean isOfTheJdkOrOurs(Class<?> type) {
        return type.getName().startsWith("java.") || type.getName().startsWith("sun.") || isOurs(type);
    }

    /** A JSON-like map or list, as the visitor's session hands out. */
    static boolean isOurs(Class<?> type) {
        return type.getName().startsWith("dev.peruser.internal.");
    }
}
