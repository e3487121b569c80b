package dev.peruser.nearcache;

import dev.peruser.store.ForwardingSessionStore;
import dev.peruser.store.InMemorySessionStore;
import dev.peruser.store.ObservableSessionStore;
import dev.peruser.store.SessionStore;
import org.jspecify.annotations.Nullable;

/** A store in memory that tells of changes when the test says so. */
final class TellingStore extends ForwardingSessionStore implements ObservableSessionStore {
    private final InMemorySessionStore memory = new InMemorySessionStore();
    private @Nullable ChangeObserver observer;

    @Override
    public SessionStore wrapped() {
        return memory;
    }

    ChangeObserver news() {
        if (observer == null) {
            throw new AssertionError("nobody observes");
        }
        return observer;
    }

    @Override
    public Observation observe(ChangeObserver newObserver) {
        observer = newObserver;
        return () -> observer = null;
    }

    boolean isObserved() {
        return observer != null;
    }
}
