package dev.peruser;

import dev.peruser.store.Deadline;
import dev.peruser.store.InMemorySessionStore;
import dev.peruser.store.SessionChange;
import dev.peruser.store.SessionKey;
import dev.peruser.store.SessionStore;
import dev.peruser.store.SessionVersion;
import dev.peruser.store.StoredSession;
import dev.peruser.store.WriteResult;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Supplier;

/** A store in memory whose connection behaves as a test says, save by save. */
final class UnreliableStore implements SessionStore {
    private final InMemorySessionStore store = new InMemorySessionStore();
    private final Supplier<Fault> faults;
    private final Deque<Runnable> underWay = new ArrayDeque<>();
    private boolean arrivesAfterLoad;
    int saves;

    enum Fault {
        NONE,
        /** Another request is saved first; the test does that in {@link #UnreliableStore}'s supplier. */
        CONFLICT,
        /** A client library sends it twice and gives the second answer. */
        SENT_TWICE,
        FAILS_BEFORE_EFFECT,
        FAILS_AFTER_EFFECT,
        /** It is given up and takes effect later: before the next load, if there is one. */
        LATE_BEFORE_LOAD,
        /** It is given up and takes effect later: after the next load, before the next save. */
        LATE_AFTER_LOAD
    }

    UnreliableStore(Supplier<Fault> faults) {
        this.faults = faults;
    }

    @Override
    public Optional<StoredSession> load(SessionKey key, Deadline deadline) {
        if (arrivesAfterLoad) {
            Optional<StoredSession> found = store.load(key, deadline);
            arrive();
            return found;
        }
        arrive();
        return store.load(key, deadline);
    }

    @Override
    public WriteResult save(SessionKey key, SessionChange change, Deadline deadline) {
        saves++;
        Fault fault = faults.get();
        arrive();
        switch (fault) {
            case FAILS_BEFORE_EFFECT -> throw new FaultyStore.Crash();
            case FAILS_AFTER_EFFECT -> {
                store.save(key, change, deadline);
                throw new FaultyStore.Crash();
            }
            case LATE_BEFORE_LOAD, LATE_AFTER_LOAD -> {
                arrivesAfterLoad = fault == Fault.LATE_AFTER_LOAD;
                underWay.add(() -> store.save(key, change, deadline));
                throw new FaultyStore.Crash();
            }
            case SENT_TWICE -> {
                store.save(key, change, deadline);
                return store.save(key, change, deadline);
            }
            default -> {
                return store.save(key, change, deadline);
            }
        }
    }

    @Override
    public WriteResult delete(SessionKey key, SessionVersion expected, Deadline deadline) {
        return store.delete(key, expected, deadline);
    }

    private void arrive() {
        arrivesAfterLoad = false;
        while (!underWay.isEmpty()) {
            underWay.remove().run();
        }
    }
}
