package dev.peruser;

import dev.peruser.store.Deadline;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Brings the changes of a guest's request, whose session was absorbed meanwhile, to the session that has it now. As
 * operations, computed on the guest's own copy: no code of the application sees the user's data. Only while the marker
 * lives.
 */
final class Transfer {
    private final Engine engine;
    private final Absorber absorber;
    private final CompareAndSet compareAndSet;

    Transfer(Engine engine, Absorber absorber) {
        this.engine = engine;
        this.absorber = absorber;
        this.compareAndSet = new CompareAndSet(engine);
    }

    /** Applies changes of a guest's request, whose session was absorbed meanwhile, to the session that has it now. */
    void apply(Header.Target target, ChangeLog log, Deadline deadline) {
        Header.CommitId id = engine.storage().newCommitId();
        Header.Target next = target;
        for (int links = 0; links < Absorber.MOST_LINKS; links++) {
            Header.Target current = next;
            Place place = engine.storage().place(current).orElseThrow(Transfer::gone);
            Optional<Snapshot> further = engine.locks()
                    .locked(place.key(), deadline, () -> transferTo(place, current.incarnation(), log, id, deadline));
            if (further.isEmpty()) {
                return;
            }
            absorber.finish(further.get(), deadline);
            next = further.get().target();
        }
        throw gone();
    }

    /**
     * All attempts carry one commit id, so that one that arrives late is found. Not empty: the session is elsewhere.
     */
    private Optional<Snapshot> transferTo(
            Place place, long incarnation, ChangeLog log, Header.CommitId id, Deadline deadline) {
        Instant firstSent = engine.storage().now();
        while (true) {
            Snapshot to = engine.storage().load(place, deadline);
            if (to.wasCommitted(id, firstSent).orElseThrow(CompareAndSet::unknown)) {
                return Optional.empty();
            }
            if (to.isClaimed() || to.isMovedAt(engine.storage().now())) {
                return Optional.of(to);
            }
            if (!to.isActive() || to.incarnation() != incarnation) {
                throw gone();
            }
            Attributes attributes = engine.attributes(to.attributes());
            log.transfer(attributes);
            Map<String, byte[]> after = attributes.toStored();
            LimitCheck.check(engine.settings().limits(), to.attributes(), after);
            if (compareAndSet
                    .underLock(to, engine.header(to), after, engine.expiry(to), id, deadline)
                    .isMade()) {
                return Optional.empty();
            }
            Absorber.requireTime(deadline);
        }
    }

    static ConflictException gone() {
        return new ConflictException(
                "the guest session was absorbed by a sign-in since this request loaded it, and the user's can no longer be"
                        + " reached; nothing of it was saved");
    }
}
