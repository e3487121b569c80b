package dev.peruser.spring.actuate;

import dev.peruser.store.Deadline;
import dev.peruser.store.ForwardingSessionStore;
import dev.peruser.store.SessionChange;
import dev.peruser.store.SessionKey;
import dev.peruser.store.SessionStore;
import dev.peruser.store.SessionVersion;
import dev.peruser.store.StoredSession;
import dev.peruser.store.WriteResult;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.Optional;

/** Makes an observation {@code peruser.store} of each call to a store: a timer, and a span where there is tracing. */
final class ObservedSessionStore extends ForwardingSessionStore {
    private final SessionStore store;
    private final ObservationRegistry registry;

    ObservedSessionStore(SessionStore store, ObservationRegistry registry) {
        this.store = store;
        this.registry = registry;
    }

    @Override
    public SessionStore wrapped() {
        return store;
    }

    @Override
    public Optional<StoredSession> load(SessionKey key, Deadline deadline) {
        return observation("load").observe(() -> store.load(key, deadline));
    }

    @Override
    public WriteResult save(SessionKey key, SessionChange change, Deadline deadline) {
        return observation("save").observe(() -> store.save(key, change, deadline));
    }

    @Override
    public WriteResult delete(SessionKey key, SessionVersion expected, Deadline deadline) {
        return observation("delete").observe(() -> store.delete(key, expected, deadline));
    }

    private Observation observation(String operation) {
        return Observation.createNotStarted("peruser.store", registry)
                .contextualName("peruser " + operation)
                .lowCardinalityKeyValue("operation", operation);
    }
}
