package dev.peruser.store;

import java.util.Optional;

/**
 * A store that passes every call on to another one. For stores that do something before or after another store's calls:
 * a subclass says which store that is ({@link #wrapped}) and overrides what it does differently.
 *
 * <p>The other store's further abilities are found behind this one ({@link WrappingSessionStore#ability}), so calls of
 * {@link EnumerableSessionStore}, {@link PurgeableSessionStore} and {@link ClockedSessionStore} don't come by here. A
 * subclass that has to see them implements the interface. Methods that {@link SessionStore} may get in a later version
 * are passed on, too.
 *
 * <p>Safe for use by many threads if the other store and the subclass are.
 */
public abstract class ForwardingSessionStore implements WrappingSessionStore {

    /** For subclasses. */
    protected ForwardingSessionStore() {}

    @Override
    public Optional<StoredSession> load(SessionKey key, Deadline deadline) {
        return wrapped().load(key, deadline);
    }

    @Override
    public WriteResult save(SessionKey key, SessionChange change, Deadline deadline) {
        return wrapped().save(key, change, deadline);
    }

    @Override
    public WriteResult delete(SessionKey key, SessionVersion expected, Deadline deadline) {
        return wrapped().delete(key, expected, deadline);
    }

    @Override
    public boolean mayLoseWrites() {
        return wrapped().mayLoseWrites();
    }
}
