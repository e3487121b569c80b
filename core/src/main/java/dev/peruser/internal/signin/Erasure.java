package dev.peruser.internal.signin;

import dev.peruser.internal.codec.Header;
import dev.peruser.internal.commit.CompareAndSet;
import dev.peruser.internal.commit.EngineContext;
import dev.peruser.internal.storage.MissingRecordException;
import dev.peruser.internal.storage.SessionLocation;
import dev.peruser.internal.storage.Snapshot;
import dev.peruser.store.Deadline;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Erases a session and every copy of its data under another key.
 *
 * <ol>
 *   <li>Replace the session by a tombstone, whatever others do. It refuses commits and absorbs in flight, and lists as
 *       pending all sessions that the header named: those that were announced, claimed, or absorbed.
 *   <li>Of those, what is claimed, or was absorbed and brought back by a store that lost a write, is released. What was
 *       only announced stays its own, and a claim that is still on its way is prevented.
 *   <li>The tombstone is saved again without names and ledger. It expires soon.
 * </ol>
 *
 * <p>After a crash, the next erasure goes on with what the tombstone lists. A session that begins in its place inherits
 * the list, and nothing else, and finishes it as it would its own.
 */
public final class Erasure {
    private final EngineContext engine;
    private final AbsorbLedger ledger;
    private final CompareAndSet compareAndSet;

    public Erasure(EngineContext engine) {
        this.engine = engine;
        this.ledger = new AbsorbLedger(engine);
        this.compareAndSet = new CompareAndSet(engine);
    }

    /**
     * Erases what is at some locations.
     *
     * @return whether there was anything
     */
    public boolean erase(List<SessionLocation> locations, Deadline deadline) {
        boolean found = false;
        for (SessionLocation location : locations) {
            found |= erase(location, deadline);
        }
        return found;
    }

    /** What is in a record that isn't there is gone with it, and nothing can be brought back into it. */
    private boolean erase(SessionLocation location, Deadline deadline) {
        try {
            return replace(location, deadline);
        } catch (MissingRecordException e) {
            return false;
        }
    }

    private boolean replace(SessionLocation location, Deadline deadline) {
        while (true) {
            Snapshot session = engine.storage().load(location, deadline);
            Header header = tombstone(session);
            Optional<Snapshot> tombstone = save(session, header, deadline);
            if (tombstone.isPresent()) {
                boolean isReleased = ledger.surrender(tombstone.get(), deadline);
                if (!header.pending().isEmpty()) {
                    // If somebody else saved meanwhile, the list is with them.
                    Header done = header.withPending(Set.of()).withLedger(List.of());
                    var unused = save(tombstone.get(), done, deadline);
                }
                return session.isLive() || isReleased;
            }
            AbsorbFailures.requireTime(deadline);
        }
    }

    /**
     * Drops what sign-ins claimed for a session and could not merge into it.
     *
     * @return how many guests' sessions that were
     */
    public int discardPending(SessionLocation location, Deadline deadline) {
        int discarded = 0;
        while (true) {
            Snapshot session = engine.storage().load(location, deadline);
            List<String> pending = session.isActive() ? session.header().pending() : List.of();
            for (String key : pending) {
                discarded += ledger.discardClaimed(key, location.key(), deadline) ? 1 : 0;
            }
            boolean isDone = pending.isEmpty()
                    || compareAndSet
                            .save(
                                    session,
                                    engine.header(session).withPending(Set.of()),
                                    session.attributes(),
                                    engine.expiry(session),
                                    deadline)
                            .isPresent();
            if (isDone) {
                return discarded;
            }
            AbsorbFailures.requireTime(deadline);
        }
    }

    private Header tombstone(Snapshot session) {
        return Header.fresh(engine.storage().now(), session.header().ownerHash())
                .withState(Header.State.ERASED, null)
                .withPending(AbsorbLedger.sources(session.header()))
                .withLedger(session.header().ledger());
    }

    private Optional<Snapshot> save(Snapshot before, Header header, Deadline deadline) {
        Instant expiry =
                engine.storage().now().plus(engine.settings().lifetimes().marker());
        return compareAndSet.save(before, header, Map.of(), expiry, deadline);
    }
}
