package dev.peruser.store;

import java.util.Optional;

/** A store in front of another one. Further abilities are those of the other one; {@link #ability} finds them. */
public interface WrappingSessionStore extends SessionStore {

    /** The store behind this one. */
    SessionStore wrapped();

    /** The first of a store, the store that it wraps, and so on, that has an ability. */
    static <A extends SessionStore> Optional<A> ability(SessionStore store, Class<A> ability) {
        SessionStore candidate = store;
        while (!ability.isInstance(candidate)) {
            if (!(candidate instanceof WrappingSessionStore wrapping)) {
                return Optional.empty();
            }
            candidate = wrapping.wrapped();
        }
        return Optional.of(ability.cast(candidate));
    }
}
