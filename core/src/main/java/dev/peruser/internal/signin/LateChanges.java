package dev.peruser.internal.signin;

import dev.peruser.internal.codec.Header;
import dev.peruser.internal.commit.CompareAndSet;
import dev.peruser.internal.commit.EngineContext;
import dev.peruser.internal.commit.MovedSessions;
import dev.peruser.internal.record.MergeRecord;
import dev.peruser.internal.session.ChangeLog;
import dev.peruser.internal.session.LimitCheck;
import dev.peruser.internal.session.WorkingCopy;
import dev.peruser.internal.storage.SessionLocation;
import dev.peruser.internal.storage.Snapshot;
import dev.peruser.store.Deadline;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Brings the changes of a request, whose session was absorbed meanwhile, to the session that has it now.
 *
 * <p>Into an account they come as if they had been made before the merge: they are made on the source's own content, as
 * the {@linkplain MergeRecord record} has it, the merge is computed again from that, and what the account did since
 * comes on top. So they can do no more than the merge could have done, and no code of a guest's request sees the
 * account's data. Two saves: first the record gets the new content and the next number, then the account what follows
 * from it, with that number in its ledger. Only then is the change acknowledged. Whoever finds a record that is a
 * number ahead makes the second save first.
 *
 * <p>Refused if the marker, its record, or the account's ledger entry is gone, or a later merge has met the same
 * attribute by a rule for which the order matters.
 *
 * <p>Into another session of the same guest they come as operations, as there is no rule between the two.
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
        new Change(log, deadline).bring(moved);
    }

    /** The changes of one request. */
    private final class Change {
        private final ChangeLog log;
        private final Deadline deadline;
        private final Header.CommitId id = engine.storage().newCommitId();

        Change(ChangeLog log, Deadline deadline) {
            this.log = log;
            this.deadline = deadline;
        }

        void bring(Snapshot moved) {
            Snapshot source = moved;
            UnaryOperator<Map<String, byte[]>> change = this::rebased;
            for (int links = 0; links < Header.Target.MOST_LINKS; links++) {
                if (source.target().isGuests()) {
                    absorber.finish(source, deadline);
                    Optional<Snapshot> further = transferTo(source);
                    if (further.isEmpty()) {
                        return;
                    }
                    source = further.get();
                    change = this::transferred;
                } else {
                    UnaryOperator<Map<String, byte[]>> brought = change;
                    new RecordedChange(
                                    engine,
                                    absorber,
                                    source.location(),
                                    sides -> sides.withGuest(brought.apply(sides.guest())),
                                    UnaryOperator.identity(),
                                    deadline)
                            .bring(source, id);
                    return;
                }
            }
            throw AbsorbFailures.gone();
        }

        /** On the session that the request has seen an earlier state of. */
        private Map<String, byte[]> rebased(Map<String, byte[]> content) {
            WorkingCopy attributes = engine.attributesToMerge(content, deadline);
            log.rebase(attributes);
            return attributes.toStored();
        }

        /** On a session with another history. */
        private Map<String, byte[]> transferred(Map<String, byte[]> content) {
            WorkingCopy attributes = engine.attributesToMerge(content, deadline);
            log.transfer(attributes);
            return attributes.toStored();
        }

        /** Not empty: that session has gone further. */
        private Optional<Snapshot> transferTo(Snapshot source) {
            Header.Target target = source.target();
            SessionLocation location = engine.locations().of(target).orElseThrow(AbsorbFailures::gone);
            return engine.locks().locked(location.key(), deadline, () -> transferTo(location, target.incarnation()));
        }

        /** All attempts carry one commit id, so that one that arrives late is found. */
        private Optional<Snapshot> transferTo(SessionLocation location, long incarnation) {
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
                Map<String, byte[]> after = transferred(to.attributes());
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
}
