package dev.peruser.servlet.types;

import dev.peruser.Attribute;
import dev.peruser.SessionDataException;
import dev.peruser.UserSession;
import dev.peruser.ValueTypes;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JavaType;

/**
 * Types that are found from values, and noted beside them in one more attribute of the session: under the value's name
 * a map of which a key is the type's text, so that every way of merging maps leaves texts. Of two the last is the
 * guest's, which is the one that the value goes by, too. Safe for use by many threads.
 */
public final class NotedTypes implements ValueTypes {
    /** The attribute that has the notes. Carried at sign-in, as the values are. */
    static final String NOTES = "peruser-types";

    private static final int LONGEST_NAME = 250;

    private final Predicate<String> names;
    private final TrustedTypes trusted;
    private final Map<JavaType, Attribute<?>> attributes = new ConcurrentHashMap<>();

    /**
     * Creates them.
     *
     * @param names which attributes have their types found
     * @param packages the packages of their classes
     */
    public NotedTypes(Predicate<String> names, Set<String> packages) {
        this.names = names;
        this.trusted = new TrustedTypes(packages);
    }

    @Override
    public Optional<Attribute<?>> ofStored(String name, UserSession session) {
        return noted(name, session)
                .map(text -> attribute(trusted.parse(text)
                        .orElseThrow(() -> new SessionDataException("attribute '" + name + "' was put as a " + text
                                + ", which is not there any more, or in no trusted package"
                                + " (peruser.http-session.trusted-packages); it is kept until another value is put or it"
                                + " is removed"))));
    }

    @Override
    public Optional<Attribute<?>> ofValue(String name, Object value, UserSession session) {
        Optional<String> noted = noted(name, session);
        if (!names.test(name) || (noted.isEmpty() && isJsonLike(value))) {
            return Optional.empty();
        }
        try {
            return Optional.of(attribute(trusted.of(value, noted.flatMap(trusted::parse))));
        } catch (TrustedTypes.UnknownTypeException e) {
            throw new SessionDataException("attribute '" + name + "' can't be kept as it is: " + e.getMessage()
                    + ". Declare its type by an Attribute (a bean, or PerUser.builder().attribute(…)), or leave it to the"
                    + " container (peruser.http-session.attributes)");
        }
    }

    /** Whether it is one of the maps and lists that a session hands out itself. */
    static boolean isJsonLike(Object value) {
        return value.getClass().getName().startsWith("dev.peruser.internal.");
    }

    @Override
    public void note(String name, Attribute<?> type, UserSession session) {
        String text = ((JavaType) type.type().getType()).toCanonical();
        if (!noted(name, session).equals(Optional.of(text))) {
            session.map(NOTES).put(name, Map.of(text, Map.of()));
        }
    }

    @Override
    public boolean isOpen(Attribute<?> type) {
        return TrustedTypes.isOpen((JavaType) type.type().getType());
    }

    private Optional<String> noted(String name, UserSession session) {
        Optional<Object> notes = names.test(name) ? session.get(NOTES) : Optional.empty();
        Optional<Object> note = notes.map(all -> all instanceof Map<?, ?> map ? map.get(name) : null);
        return note.map(all -> all instanceof Map<?, ?> texts ? texts.keySet() : Set.of()).stream()
                .flatMap(Set::stream)
                .map(String.class::cast)
                .reduce((first, last) -> last);
    }

    /** Its name is seen in messages only. */
    private Attribute<?> attribute(JavaType type) {
        return attributes.computeIfAbsent(type, found -> {
            String text = found.toCanonical();
            TypeReference<Object> reference = new TypeReference<>() {
                @Override
                public Type getType() {
                    return found;
                }
            };
            return Attribute.builder(text.substring(0, Math.min(text.length(), LONGEST_NAME)), reference)
                    .build();
        });
    }
}
