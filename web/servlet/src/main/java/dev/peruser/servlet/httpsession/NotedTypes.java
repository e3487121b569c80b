package dev.peruser.servlet.httpsession;

import dev.peruser.Attribute;
import dev.peruser.SessionDataException;
import dev.peruser.UserSession;
import dev.peruser.ValueTypes;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

/**
 * Types that are found from values, and noted beside them in one more attribute of the session: under the value's name
 * a map of which a key is the type's text, so that every way of merging maps leaves texts. Of two the last is the
 * guest's, which is the one that the value goes by, too. Safe for use by many threads.
 */
final class NotedTypes implements ValueTypes {
    /** The attribute that has the notes. Carried at sign-in, as the values are. */
    static final String NOTES = "peruser.types";

    private static final int LONGEST_NAME = 250;

    private final Predicate<String> names;
    private final TrustedClasses classes;
    private final Map<ValueType, Attribute<?>> attributes = new ConcurrentHashMap<>();

    NotedTypes(Predicate<String> names, TrustedClasses classes) {
        this.names = names;
        this.classes = classes;
    }

    @Override
    public Optional<Attribute<?>> ofStored(String name, UserSession session) {
        return noted(name, session)
                .map(text -> attribute(ValueType.parse(text, classes)
                        .orElseThrow(() -> new SessionDataException("attribute '" + name + "' was put as a " + text
                                + ", which is not there any more, or in no trusted package"
                                + " (peruser.http-session.trusted-packages); it is kept until another value is put or it"
                                + " is removed"))));
    }

    @Override
    public Optional<Attribute<?>> ofValue(String name, Object value, UserSession session) {
        Optional<String> noted = noted(name, session);
        if (!names.test(name) || (noted.isEmpty() && TrustedClasses.isOurs(value.getClass()))) {
            return Optional.empty();
        }
        try {
            Optional<ValueType> before = noted.flatMap(text -> ValueType.parse(text, classes));
            return Optional.of(attribute(ValueType.of(value, before, classes)));
        } catch (ValueType.UnknownTypeException e) {
            throw new SessionDataException("attribute '" + name + "' can't be kept as it is: " + e.getMessage()
                    + ". Declare its type by an Attribute (a bean, or PerUser.builder().attribute(…)), or leave it to the"
                    + " container (peruser.http-session.attributes)");
        }
    }

    @Override
    public void note(String name, Attribute<?> type, UserSession session) {
        String text = type.type().getType().getTypeName();
        if (!noted(name, session).equals(Optional.of(text))) {
            session.map(NOTES).put(name, new LinkedHashMap<>(Map.of(text, new LinkedHashMap<>())));
        }
    }

    @Override
    public boolean isOpen(Attribute<?> type) {
        Type known = type.type().getType();
        return known instanceof ValueType parts
                ? parts.isOpen()
                : ValueType.of((Class<?>) known).isOpen();
    }

    private Optional<String> noted(String name, UserSession session) {
        if (!names.test(name)) {
            return Optional.empty();
        }
        Object notes = session.get(NOTES).orElse(null);
        @Nullable Object note = notes instanceof Map<?, ?> map ? map.get(name) : null;
        @Nullable String last = null;
        if (note instanceof Map<?, ?> texts) {
            for (Object text : texts.keySet()) {
                last = (String) text;
            }
        }
        return Optional.ofNullable(last);
    }

    private Attribute<?> attribute(ValueType type) {
        return attributes.computeIfAbsent(type, NotedTypes::made);
    }

    /** Its name is seen in messages only. */
    private static Attribute<?> made(ValueType type) {
        String text = type.text();
        String name = text.length() > LONGEST_NAME ? text.substring(0, LONGEST_NAME) : text;
        return Attribute.builder(name, new TypeReference<Object>() {
                    @Override
                    public Type getType() {
                        return type.asType();
                    }
                })
                .build();
    }
}
