package dev.peruser.migration;

import dev.peruser.store.Deadline;
import dev.peruser.store.SessionChange;
import dev.peruser.store.SessionKey;
import dev.peruser.store.SessionStore;
import dev.peruser.store.SessionVersion;
import dev.peruser.store.StoredSession;
import dev.peruser.store.WriteResult;
import java.util.Optional;

/** Somebody else saves each session right after it was loaded. */
record RestlessStore(SessionStore store) implements SessionStore {

    @Override
    public Optional<StoredSession> load(SessionKey key, Deadline deadline) {
        Optional<StoredSession> loaded = store.load(key, deadline);
        loaded.ifPresent(session -> {
            StoredSession next = new StoredSession(
                    session.version().next(), session.expiresAt(), session.header(), session.attributes());
            store.save(key, SessionChange.replace(session, next), deadline);
        });
        return loaded;
    }

    @Override
    public WriteResult save(SessionKey key, SessionChange change, Deadline deadline) {
        return store.save(key, change, deadline);
    }

    @Override
    public WriteResult delete(SessionKey key, SessionVersion expected, Deadline deadline) {
        return store.delete(key, expected, deadline);
    }
}
