package dev.peruser.internal.signin;

import dev.peruser.ConflictException;
import dev.peruser.internal.codec.Header;
import dev.peruser.internal.commit.CompareAndSet;
import dev.peruser.internal.commit.EngineContext;
import dev.peruser.internal.record.MergeRecord;
import dev.peruser.internal.record.MergedSides;
import dev.peruser.internal.session.LimitCheck;
import dev.peruser.internal.storage.SessionLocation;
import dev.peruser.internal.storage.Snapshot;
import dev.peruser.store.Deadline;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A change of a session that was absorbed into an account, made as if it had been made before: on the record of the
 * merge first, then on the account, which may itself have been absorbed into another since.
 */
final class RecordedChange {
    /** What is done to what a merge was made of, most often to the content of the source. */
    @FunctionalInterface
    interface Change {
        MergedSides applyTo(MergedSides sides);

        /** Whether nothing of it is left to do. */
        default boolean isMade(MergedSides sides) {
            return false;
        }

        /**
         * The same without some attributes: those that a later merge has met, so that it matters which came first.
         *
         * @param present what the account has now
         * @throws ConflictException if it can't be made without them, as most can't
         */
        default MergedSides applyTo(MergedSides sides, Map<String, byte[]> present, Set<String> closed) {
            if (!closed.isEmpty()) {
                throw new ConflictException("another session was merged into the account since, which has one of the"
                        + " attributes that this request changed; nothing of it was saved");
            }
            return applyTo(sides);
        }

        /**
         * Whether it is meant for what the account has now: then attributes are closed where the account, having
         * changed them since, would not show it.
         */
        default boolean isForPresent() {
            return false;
        }
    }

    /** No change: what somebody else has recorded comes to the account. */
    static final Change NONE = new Change() {
        @Override
        public MergedSides applyTo(MergedSides sides) {
            return sides;
        }

        @Override
        public boolean isMade(MergedSides sides) {
            return true;
        }
    };

    private final EngineContext engine;
    private final Absorber absorber;
    private final CompareAndSet compareAndSet;
    private final LateMerge merge;
    private final SessionLocation source;
    private final Change change;
    private final UnaryOperator<Header> headerChange;
    private final Deadline deadline;

    /**
     * Creates it.
     *
     * @param source where the session was
     * @param change what is done to what its merge was made of
     * @param headerChange what is done to its header
     */
    RecordedChange(
            EngineContext engine,
            Absorber absorber,
            SessionLocation source,
            Change change,
            UnaryOperator<Header> headerChange,
            Deadline deadline) {
        this.engine = engine;
        this.absorber = absorber;
        this.compareAndSet = new CompareAndSet(engine);
        this.merge = new LateMerge(engine);
        this.source = source;
        this.change = change;
        this.headerChange = headerChange;
        this.deadline = deadline;
    }

    /**
     * Makes it. All attempts carry one commit id, so that one that arrives late is found.
     *
     * @param found the session as it was found
     * @return whether this call made it: not if nothing of it was left to do
     */
    boolean bring(Snapshot found, Header.CommitId id) {
        return engine.locks().locked(source.key(), deadline, () -> record(found, id));
    }

    private boolean record(Snapshot found, Header.CommitId id) {
        Instant firstSent = engine.storage().now();
        Snapshot marker = settled(found);
        while (true) {
            MergeRecord record = recordOf(marker);
            Snapshot account = bringHome(marker, record, account(marker), 0); // also what somebody else has begun
            if (marker.wasCommitted(id, firstSent).orElseThrow(CompareAndSet::unknown)) {
                return true;
            }
            MergedSides sides = record.sides(marker.content());
            if (change.isMade(sides)) {
                return false;
            }
            Map<String, byte[]> present = account.content();
            MergedSides changed = change.applyTo(sides, present, Set.of());
            MergeRecord next = merge.next(record, sides, changed, deadline);
            Arrival arrival = arrival(marker, account, record, next);
            if (!arrival.closed.isEmpty()) {
                changed = change.applyTo(sides, present, arrival.closed);
                next = merge.next(record, sides, changed, deadline);
                arrival = arrival(marker, account, record, next);
            }
            Map<String, byte[]> content = changed.guest();
            LimitCheck.check(engine.settings().limits(), marker.content(), content);
            LimitCheck.check(engine.settings().limits(), arrival.account.attributes(), arrival.state);
            CompareAndSet.Made made = compareAndSet.underLock(
                    marker,
                    headerChange.apply(marker.header()),
                    next.with(content, engine.codec()),
                    marker.expiresAt(),
                    id,
                    deadline);
            if (made.isMade() && made.isLatest()) {
                finish(made.present(), next, account);
                return true;
            }
            AbsorbFailures.requireTime(deadline);
            marker = settled(engine.storage().load(source, deadline));
        }
    }

    /** The second save. What the first one has recorded can still be brought home by somebody else. */
    private void finish(Snapshot marker, MergeRecord next, Snapshot account) {
        try {
            var unused = bringHome(marker, next, account, 0);
        } catch (ConflictException e) {
            throw deadline.hasPassed() ? CompareAndSet.unknown() : e;
        }
    }

    /** The session once it is nothing but a marker. */
    private Snapshot settled(Snapshot found) {
        if (!found.isClaimed()) {
            return found;
        }
        absorber.finish(found, deadline);
        return engine.storage().load(found.location(), deadline);
    }

    private MergeRecord recordOf(Snapshot marker) {
        if (!marker.isMovedAt(engine.storage().now())) {
            throw AbsorbFailures.gone();
        }
        return marker.mergeRecord(engine.codec()).orElseThrow(AbsorbFailures::gone);
    }

    private Snapshot account(Snapshot marker) {
        SessionLocation location = engine.locations().of(marker.target()).orElseThrow(AbsorbFailures::gone);
        return absorber.decide(settled(engine.storage().load(location, deadline)), deadline);
    }

    private Map<String, byte[]> rebased(Snapshot account, MergeRecord record) {
        return merge.onTopOf(account.content(), record, deadline);
    }

    /**
     * The account gets what is recorded, if it has what was before.
     *
     * @param seen the account, as it was last seen
     * @param links how many accounts the way has led through
     * @return the account with what is recorded
     */
    private Snapshot bringHome(Snapshot marker, MergeRecord record, Snapshot seen, int links) {
        Snapshot to = seen;
        while (true) {
            Header.Absorbed entry = entryOf(to, marker);
            if (entry.number() >= record.number()) {
                if (!to.isActive()) { // it was absorbed into another: for that merge it is the source
                    if (links + 2 > Header.Target.MOST_LINKS) {
                        throw AbsorbFailures.gone();
                    }
                    var unused = bringHome(to, recordOf(to), account(to), links + 1);
                }
                return to;
            }
            if (entry.number() + 1 != record.number()) {
                throw AbsorbFailures.gone();
            }
            UnaryOperator<Header> numbered = header -> header.withAbsorbedAgain(
                    new Header.Absorbed(entry.incarnation(), entry.until(), entry.source(), record.number()));
            if (to.isActive()) {
                Optional<Snapshot> saved = compareAndSet.save(
                        to, numbered.apply(engine.header(to)), rebased(to, record), engine.expiry(to), deadline);
                if (saved.isPresent()) {
                    return saved.get();
                }
            } else {
                new RecordedChange(
                                engine,
                                absorber,
                                to.location(),
                                sides -> sides.withGuest(merge.onTopOf(sides.guest(), record, deadline)),
                                numbered,
                                deadline)
                        .bring(to, engine.storage().newCommitId());
            }
            AbsorbFailures.requireTime(deadline);
            to = account(marker);
        }
    }

    private static Header.Absorbed entryOf(Snapshot account, Snapshot marker) {
        if (account.incarnation() != marker.target().incarnation()) {
            throw AbsorbFailures.gone();
        }
        return account.header().absorbed(marker.incarnation()).orElseThrow(AbsorbFailures::gone);
    }

    /**
     * What a change comes to in the end, before any of it is saved: once it is recorded, it can't be refused any more.
     *
     * @param account the one that shows it, which may have absorbed the one of the merge since
     * @param state what that has then
     * @param closed the attributes that another merge has met, so that the order matters; and those where it would not
     *     show, if it is meant for what the account has now
     */
    private record Arrival(Snapshot account, Map<String, byte[]> state, Set<String> closed) {}

    private Arrival arrival(Snapshot marker, Snapshot account, MergeRecord record, MergeRecord next) {
        Set<String> reached = merge.reached(next);
        Set<String> earlier = new HashSet<>(reached);
        earlier.removeIf(name -> merge.isWithPresent(name, record, next));
        Set<String> closed = otherMerges(account).met(marker.incarnation(), earlier, change.isForPresent());
        Snapshot at = account;
        MergeRecord arriving = next;
        for (int links = 0; !at.isActive(); links++) {
            MergeRecord own = recordOf(at);
            if (links + 2 > Header.Target.MOST_LINKS) {
                throw AbsorbFailures.gone();
            }
            MergedSides sides = own.sides(at.content());
            arriving = merge.next(own, sides, sides.withGuest(rebased(at, arriving)), deadline);
            Snapshot further = account(at);
            closed.addAll(otherMerges(further).met(at.incarnation(), merge.reached(arriving), false));
            at = further;
        }
        Map<String, byte[]> shown = at.content();
        Map<String, byte[]> state = rebased(at, arriving);
        if (change.isForPresent()) {
            reached.stream()
                    .filter(name -> Arrays.equals(shown.get(name), state.get(name)))
                    .forEach(closed::add);
        }
        return new Arrival(at, state, closed);
    }

    private OtherMerges otherMerges(Snapshot account) {
        return new OtherMerges(engine, merge, account, deadline);
    }
}
