package dev.peruser.servlet.types;

import java.time.ZoneId;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TimeZone;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.type.TypeFactory;

/**
 * The types that stored data may name: of classes in packages that the application trusts, and of some classes of the
 * JDK that are nothing but values. Immutable.
 */
final class TrustedTypes {
    private static final Set<String> OF_THE_JDK = Set.of("""
            java.lang.Object java.lang.String java.lang.Character java.lang.Boolean java.lang.Byte java.lang.Short \
            java.lang.Integer java.lang.Long java.lang.Float java.lang.Double java.math.BigInteger \
            java.math.BigDecimal java.net.URI java.time.Instant java.time.LocalDate java.time.LocalTime \
            java.time.LocalDateTime java.time.OffsetDateTime java.time.OffsetTime java.time.ZonedDateTime \
            java.time.ZoneId java.time.ZoneOffset java.time.Duration java.time.Period java.time.Year \
            java.time.YearMonth java.time.MonthDay java.time.Month java.time.DayOfWeek java.util.UUID \
            java.util.Locale java.util.Currency java.util.TimeZone java.util.Date java.util.Optional \
            java.util.Collection java.util.List java.util.Set java.util.SortedSet java.util.Map java.util.SortedMap \
            java.util.EnumSet java.util.ArrayList java.util.LinkedList java.util.ArrayDeque java.util.Vector \
            java.util.HashSet java.util.LinkedHashSet java.util.TreeSet java.util.HashMap java.util.LinkedHashMap \
            java.util.TreeMap java.util.concurrent.TimeUnit java.util.concurrent.atomic.AtomicInteger \
            java.util.concurrent.atomic.AtomicLong java.util.concurrent.ConcurrentHashMap \
            java.util.concurrent.CopyOnWriteArrayList [I [J [D [Z [B [Ljava.lang.String;""".split(" "));

    /** What hidden classes of the JDK and PerUser's JSON-like ones are taken for. */
    private static final List<Class<?>> FACES = List.of(
            EnumSet.class,
            SortedSet.class,
            Set.class,
            List.class,
            SortedMap.class,
            Map.class,
            ZoneId.class,
            TimeZone.class);

    private static final int DEEPEST = 100;

    private final TypeFactory factory = TypeFactory.createDefaultInstance();
    private final JavaType anything = factory.constructType(Object.class);
    /** The type of what is not there. */
    private final JavaType nothing = factory.constructType(Void.class);

    private final Set<String> packages;

    TrustedTypes(Set<String> packages) {
        this.packages = packages;
    }

    /** What has no type that could be named, in words. */
    static final class UnknownTypeException extends RuntimeException {
        private static final long serialVersionUID = 1;

        UnknownTypeException(String reason) {
            super(reason, null, false, false);
        }
    }

    /** The type of a text; empty if that is none, or names a class that is not there or not trusted. */
    Optional<JavaType> parse(String text) {
        if (!Stream.of(text.split("[<>,]+")).allMatch(this::isTrusted)) {
            return Optional.empty();
        }
        try {
            @Nullable ClassLoader loader = Thread.currentThread().getContextClassLoader();
            return Optional.of(
                    (loader == null ? factory : factory.withClassLoader(loader)).constructFromCanonical(text));
        } catch (IllegalArgumentException | LinkageError e) {
            return Optional.empty();
        }
    }

    private boolean isTrusted(String name) {
        for (int dot = name.lastIndexOf('.'); dot > 0; dot = name.lastIndexOf('.', dot - 1)) {
            if (packages.contains(name.substring(0, dot))) {
                return true;
            }
        }
        return OF_THE_JDK.contains(name) || (name.indexOf('.') < 0 && packages.contains(""));
    }

    /**
     * The type of a value.
     *
     * @param before what the value under the same name was, for lists that are empty now
     * @throws UnknownTypeException if there is none
     */
    JavaType of(Object value, Optional<JavaType> before) {
        return completed(found(value, DEEPEST), before.orElse(anything));
    }

    private JavaType found(@Nullable Object value, int levels) {
        if (value == null) {
            return nothing;
        }
        Class<?> type = named(value);
        if (levels == 0) {
            throw new UnknownTypeException("it is cyclic or too deep");
        }
        if (type.getTypeParameters().length == 0 || !type.getName().startsWith("java.")) {
            return factory.constructType(type);
        }
        if (value instanceof Map<?, ?> map) {
            return factory.constructParametricType(type, all(map.keySet(), levels), all(map.values(), levels));
        }
        Collection<?> elements =
                value instanceof Optional<?> optional ? optional.stream().toList() : (Collection<?>) value;
        return factory.constructParametricType(type, all(elements, levels));
    }

    /** The class that gives the value again. */
    private Class<?> named(Object value) {
        Class<?> type = value instanceof Enum<?> constant ? constant.getDeclaringClass() : value.getClass();
        if (isTrusted(type.getName()) && type.getCanonicalName() != null) {
            return type;
        }
        boolean isHidden =
                type.getName().startsWith("java.") || type.getName().startsWith("sun.") || NotedTypes.isJsonLike(value);
        return FACES.stream()
                .filter(face -> isHidden && face.isInstance(value))
                .findFirst()
                .orElseThrow(() -> new UnknownTypeException(type.getName()
                        + " is in no trusted package (peruser.http-session.trusted-packages), and none of the classes"
                        + " of the JDK that can be kept"));
    }

    private JavaType all(Collection<?> values, int levels) {
        JavaType common = nothing;
        for (Object value : values) {
            common = common(common, found(value, levels - 1));
        }
        return common;
    }

    private JavaType common(JavaType one, JavaType other) {
        if (one.equals(other) || other.equals(nothing)) {
            return one;
        }
        if (one.equals(nothing)) {
            return other;
        }
        boolean isSame = one.getRawClass().equals(other.getRawClass());
        return isSame ? withParts(one, i -> common(part(one, i), part(other, i))) : anything;
    }

    private JavaType completed(JavaType type, JavaType before) {
        boolean isSame = type.getRawClass().equals(before.getRawClass());
        return type.equals(nothing)
                ? before
                : withParts(type, i -> completed(part(type, i), isSame ? part(before, i) : anything));
    }

    /** A type of the JDK with other parts. Those of the application's classes are their own. */
    private JavaType withParts(JavaType type, IntFunction<JavaType> parts) {
        int number = type.getRawClass().getName().startsWith("java.") ? type.containedTypeCount() : 0;
        return number == 0
                ? type
                : factory.constructParametricType(
                        type.getRawClass(),
                        IntStream.range(0, number).mapToObj(parts).toArray(JavaType[]::new));
    }

    private static JavaType part(JavaType type, int number) {
        return type.containedTypeOrUnknown(number);
    }

    /** Whether values may need another type once they have changed in place. */
    static boolean isOpen(JavaType type) {
        return type.isJavaLangObject()
                || type.getBindings().getTypeParameters().stream().anyMatch(TrustedTypes::isOpen);
    }
}
