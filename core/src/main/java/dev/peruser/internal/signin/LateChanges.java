package dev.peruser.internal.signin;

import dev.peruser.internal.codec.Header;
import dev.peruser.internal.commit.CompareAndSet;
import dev.peruser.internal.commit.EngineContext;
import dev.peruser.internal.commit.MovedSessions;
import dev.peruser.internal.session.ChangeLog;
import dev.peruser.internal.session.LimitCheck;
import dev.peruser.internal.session.WorkingCopy;
import dev.peruser.internal.storage.SessionLocation;
import dev.peruser.internal.storage.Snapshot;
import dev.peruser.store.Deadline;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Brings the changes of a guest's request, whose session was absorbed meanwhile, to the session that has it now. As
 * operations, computed on the guest's own copy: no code of the application sees the user's data. Only while the marker
 * lives.
 */
public final class LateChanges implements MovedSessions {
    private final EngineContext engine;
    private final Absorber absorber;
    private final CompareAndSet compareAndSet;

    public LateChanges(EngineContext engine, Absorber absorber) {
        this.engine = engine;
        this.absorber = absorber;
        this.compareAndSet = new CompareAndSet(engine);
    }

    @Override
    public void commit(Snapshot moved, ChangeLog log, Deadline deadline) {
        absorber.finish(moved, deadline);
        Header.CommitId id = engine.storage().newCommitId();
        Header.Target next = moved.target();
        for (int links = 0; links < Header.Target.MOST_LINKS; links++) {
            Header.Target current = next;
            SessionLocation location = engine.storage().location(current).orElseThrow(AbsorbFailures::gone);
            Optional<Snapshot> further = engine.locks()
                    .locked(
                            location.key(),
                            deadline,
                            () -> transferTo(location, current.incarnation(), log, id, deadline));
            if (further.isEmpty()) {
                return;
            }
            absorber.finish(further.get(), deadline);
            next = further.get().target();
        }
        throw AbsorbFailures.gone();
    }

    /**
     * All attempts carry one commit id, so that one that arrives late is found. Not empty: the session is elsewhere.
     */
    private Optional<Snapshot> transferTo(
            SessionLocation location, long incarnation, ChangeLog log, Header.CommitId id, Deadline deadline) {
        Instant firstSent = engine.storage().now();
        while (true) {
            Snapshot to = engine.storage().load(location, deadline);
            if (to.wasCommitted(id, firstSent).orElseThrow(CompareAndSet::unknown)) {
                return Optional.empty();
            }
            if (to.isClaimed() || to.isMovedAt(engine.storage().now())) {
                return Optional.of(to);
            }
            if (!to.isActive() || to.incarnation() != incarnation) {
                throw AbsorbFailures.gone();
            }
            WorkingCopy attributes = engine.attributes(to.attributes());
            log.transfer(attributes);
            Map<String, byte[]> after = attributes.toStored();
            LimitCheck.check(engine.settings().limits(), to.attributes(), after);
            if (compareAndSet
                    .underLock(to, engine.header(to), after, engine.expiry(to), id, deadline)
                    .isMade()) {
                return Optional.empty();
            }
            AbsorbFailures.requireTime(deadline);
        }
    }
}
