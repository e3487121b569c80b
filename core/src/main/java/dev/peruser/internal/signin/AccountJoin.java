package dev.peruser.internal.signin;

import dev.peruser.internal.codec.Header;
import dev.peruser.internal.commit.CompareAndSet;
import dev.peruser.internal.commit.EngineContext;
import dev.peruser.internal.storage.MissingRecordException;
import dev.peruser.internal.storage.SessionLocation;
import dev.peruser.internal.storage.Snapshot;
import dev.peruser.store.Deadline;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Moves an account's session into another's. Whoever still comes under the old name is led there, also if nothing was
 * kept under it: a record that was found by the old name may be found by the new one already.
 */
public final class AccountJoin {
    private final EngineContext engine;
    private final Absorber absorber;
    private final CompareAndSet compareAndSet;

    public AccountJoin(EngineContext engine, Absorber absorber) {
        this.engine = engine;
        this.absorber = absorber;
        this.compareAndSet = new CompareAndSet(engine);
    }

    /** Moves it. */
    public void join(SessionLocation source, SessionLocation target, Deadline deadline) {
        var unused = absorber.absorb(source, target, Optional::empty, deadline, seen -> {});
        Snapshot left = engine.storage().load(source, deadline);
        while (isNothing(left) && !source.equals(target)) {
            if (lead(left, engine.storage().load(target, deadline), deadline)) {
                return;
            }
            AbsorbFailures.requireTime(deadline);
            left = engine.storage().load(source, deadline);
        }
    }

    private boolean isNothing(Snapshot left) {
        return !left.isLive() && !left.isMovedAt(engine.storage().now());
    }

    private boolean lead(Snapshot nothing, Snapshot to, Deadline deadline) {
        Header moved = engine.header(nothing).withState(Header.State.MOVED, to.asTarget());
        Instant expiry =
                engine.storage().now().plus(engine.settings().lifetimes().userIdle());
        try {
            return compareAndSet
                    .save(nothing, moved, Map.of(), expiry, deadline)
                    .isPresent();
        } catch (MissingRecordException e) {
            return true; // nobody can keep anything there
        }
    }
}
