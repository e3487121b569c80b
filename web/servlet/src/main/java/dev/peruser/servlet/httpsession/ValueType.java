package dev.peruser.servlet.httpsession;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringTokenizer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A class, and what its elements, or keys and values, are. Its text is Jackson's canonical form. Immutable.
 *
 * @param parts empty unless it is a list, a map, or an {@code Optional}
 */
record ValueType(Class<?> raw, List<ValueType> parts) implements ParameterizedType {
    /** What may be anything that has a JSON form of its own. */
    static final ValueType ANYTHING = of(Object.class);
    /** Of what is not there. */
    private static final ValueType NOTHING = of(Void.class);

    private static final int DEEPEST = 100;

    static ValueType of(Class<?> raw, ValueType... parts) {
        return new ValueType(raw, List.of(parts));
    }

    /**
     * The type of a value.
     *
     * @param before what the value under the same name was, for lists that are empty now
     * @throws UnknownTypeException if there is none
     */
    static ValueType of(Object value, Optional<ValueType> before, TrustedClasses classes) {
        return found(value, classes, DEEPEST).completed(before.orElse(ANYTHING));
    }

    /** What has no type that could be named, in words. */
    static final class UnknownTypeException extends RuntimeException {
        private static final long serialVersionUID = 1;

        UnknownTypeException(String reason) {
            super(reason, null, false, false);
        }
    }

    private static ValueType found(@Nullable Object value, TrustedClasses classes, int levels) {
        if (value == null) {
            return NOTHING;
        }
        if (levels == 0) {
            throw new UnknownTypeException("it is cyclic or too deep");
        }
        Class<?> raw = classes.of(value)
                .orElseThrow(() -> new UnknownTypeException(value.getClass().getName()
                        + " is in no trusted package (peruser.http-session.trusted-packages), and none of the classes"
                        + " of the JDK that can be kept"));
        if (raw.getTypeParameters().length == 0 || !raw.getName().startsWith("java.")) {
            return of(raw);
        }
        if (value instanceof Map<?, ?> map) {
            return of(raw, all(map.keySet(), classes, levels), all(map.values(), classes, levels));
        }
        Collection<?> elements = value instanceof Optional<?> optional
                ? optional.map(List::of).orElse(List.of())
                : (Collection<?>) value;
        return of(raw, all(elements, classes, levels));
    }

    private static ValueType all(Collection<?> values, TrustedClasses classes, int levels) {
        ValueType common = NOTHING;
        for (Object value : values) {
            common = common.with(found(value, classes, levels - 1));
        }
        return common;
    }

    private ValueType with(ValueType other) {
        if (equals(other) || other.equals(NOTHING)) {
            return this;
        }
        if (equals(NOTHING)) {
            return other;
        }
        if (!raw.equals(other.raw)) {
            return ANYTHING;
        }
        List<ValueType> common = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            common.add(parts.get(i).with(other.parts.get(i)));
        }
        return new ValueType(raw, common);
    }

    private ValueType completed(ValueType before) {
        if (equals(NOTHING)) {
            return before;
        }
        boolean isSame = raw.equals(before.raw);
        List<ValueType> complete = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            complete.add(parts.get(i).completed(isSame ? before.parts.get(i) : ANYTHING));
        }
        return new ValueType(raw, complete);
    }

    /** Whether it may need to be another once a value has changed in place. */
    boolean isOpen() {
        return equals(ANYTHING) || parts.stream().anyMatch(ValueType::isOpen);
    }

    // ---- as text

    String text() {
        return parts.isEmpty()
                ? raw.getName()
                : raw.getName() + parts.stream().map(ValueType::text).collect(Collectors.joining(",", "<", ">"));
    }

    /** The type of a text; empty if that is none, or names a class that is not trusted. */
    static Optional<ValueType> parse(String text, TrustedClasses classes) {
        StringTokenizer tokens = new StringTokenizer(text, "<,>", true);
        @Nullable ValueType type = parse(tokens, classes, DEEPEST);
        return tokens.hasMoreTokens() ? Optional.empty() : Optional.ofNullable(type);
    }

    private static @Nullable ValueType parse(StringTokenizer tokens, TrustedClasses classes, int levels) {
        @Nullable Class<?> raw = tokens.hasMoreTokens() && levels > 0
                ? classes.find(tokens.nextToken()).orElse(null)
                : null;
        if (raw == null) {
            return null;
        }
        int number = raw.getName().startsWith("java.") ? raw.getTypeParameters().length : 0;
        List<ValueType> parts = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            boolean isBegun = tokens.hasMoreTokens() && tokens.nextToken().equals(i == 0 ? "<" : ",");
            @Nullable ValueType part = isBegun ? parse(tokens, classes, levels - 1) : null;
            if (part == null) {
                return null;
            }
            parts.add(part);
        }
        boolean isEnded =
                number == 0 || (tokens.hasMoreTokens() && tokens.nextToken().equals(">"));
        return isEnded ? new ValueType(raw, parts) : null;
    }

    // ---- as Java's own

    Type asType() {
        return parts.isEmpty() ? raw : this;
    }

    @Override
    public Type[] getActualTypeArguments() {
        return parts.stream().map(ValueType::asType).toArray(Type[]::new);
    }

    @Override
    public Type getRawType() {
        return raw;
    }

    @Override
    public @Nullable Type getOwnerType() {
        return null;
    }

    @Override
    public String getTypeName() {
        return text();
    }
}
