package dev.peruser.internal.signin;

import dev.peruser.internal.codec.Header;
import dev.peruser.internal.commit.CompareAndSet;
import dev.peruser.internal.commit.EngineContext;
import dev.peruser.internal.commit.Settings;
import dev.peruser.internal.storage.Snapshot;
import dev.peruser.store.Deadline;
import dev.peruser.store.SessionKey;
import dev.peruser.store.StoredSession;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a session has claimed of others: the sources that its header names, and their release.
 *
 * <p>A source is named from its announcement until its release is known: first among the pending ones, then in the
 * ledger. So whoever has the session finds every copy of its data that an absorb cut short may have left under another
 * key.
 */
public final class AbsorbLedger {
    /** With this many entries in the ledger an absorb also looks whether the oldest of them can go. */
    public static final int LONG_LEDGER = 16;

    private static final int LOOKED_AT = 2;

    private final EngineContext engine;
    private final CompareAndSet compareAndSet;

    AbsorbLedger(EngineContext engine) {
        this.engine = engine;
        this.compareAndSet = new CompareAndSet(engine);
    }

    /**
     * Replaces a claimed source by a marker, which keeps the record of the merge.
     *
     * @return whether this call did it
     */
    boolean release(Snapshot source, Header.Target to, Deadline deadline) {
        Settings.Lifetimes lifetimes = engine.settings().lifetimes();
        boolean isRecorded = source.mergeRecord(engine.codec()).isPresent();
        // Where a session went must be found as long as somebody may come back with what names it.
        Duration life = to.isGuests()
                ? lifetimes.guestIdle()
                : source.location().isInGuestRecord()
                        ? lifetimes.marker()
                        : !source.location().isGuest()
                                ? lifetimes.userIdle()
                                : isRecorded ? lifetimes.record() : lifetimes.marker();
        Map<String, byte[]> kept =
                isRecorded ? Objects.requireNonNull(source.stored()).attributes() : Map.of();
        return replace(source, to, kept, life, deadline);
    }

    /** Replaces a source by a marker, and nothing else: whatever is there must be nobody's any more. */
    boolean discard(Snapshot source, Header.Target to, Deadline deadline) {
        return replace(source, to, Map.of(), engine.settings().lifetimes().marker(), deadline);
    }

    private boolean replace(
            Snapshot source, Header.Target to, Map<String, byte[]> kept, Duration life, Deadline deadline) {
        Instant expiry = engine.storage().now().plus(life);
        Header moved = source.header().withState(Header.State.MOVED, to);
        if (compareAndSet.save(source, moved, kept, expiry, deadline).isEmpty()) {
            return false;
        }
        if (!source.location().isInGuestRecord()) {
            engine.releases().acknowledge(source.incarnation(), kept.isEmpty() ? Instant.EPOCH : expiry);
        } // else other requests may have copies of the place as it was: the ledger has to go on to know it
        return true;
    }

    /** Releases what the session has absorbed, as far as that is not known to be done. */
    void releaseAbsorbed(Snapshot session, Deadline deadline) {
        Header left = engine.releases().prune(session.header(), engine.storage().now());
        left.ledger().stream()
                .filter(entry -> !engine.releases().isAcknowledged(entry))
                .forEach(entry -> releaseAbsorbed(session, entry, deadline));
    }

    /** Lets go of the oldest of what the session has absorbed, and its records, if the ledger is long. */
    void shortenLedger(Snapshot session, Deadline deadline) {
        List<Header.Absorbed> ledger = engine.releases()
                .prune(session.header(), engine.storage().now())
                .ledger();
        if (ledger.size() >= LONG_LEDGER) {
            for (Header.Absorbed entry : ledger.subList(0, LOOKED_AT)) {
                releaseAbsorbed(session, entry, deadline);
                forget(session, entry, deadline);
            }
        }
    }

    private void releaseAbsorbed(Snapshot session, Header.Absorbed entry, Deadline deadline) {
        @Nullable String key = entry.source();
        if (key == null) {
            return; // written by an older version
        }
        Snapshot source = engine.storage().load(engine.storage().locationOf(key), deadline);
        if (source.incarnation() == entry.incarnation() && source.isActive()) {
            return; // a store that lost the claim brought it back: the entry is all that tells
        }
        boolean isClaimed = source.incarnation() == entry.incarnation()
                && source.isClaimedBy(session.location().key());
        if (isClaimed) {
            var unused = releaseClaimed(source, session.location().key(), deadline);
        } else if (source.content().isEmpty()) {
            engine.releases().acknowledge(entry.incarnation(), Instant.EPOCH); // by somebody before
        }
    }

    /** Takes the record of an absorbed source away: nobody will find it without the entry. */
    private void forget(Snapshot session, Header.Absorbed entry, Deadline deadline) {
        @Nullable String key = entry.source();
        if (key == null || entry.number() == 0) {
            return;
        }
        Snapshot source = engine.storage().load(engine.storage().locationOf(key), deadline);
        if (source.incarnation() == entry.incarnation() && source.isActive()) {
            return; // as above
        }
        boolean isRecord = source.incarnation() == entry.incarnation()
                && source.isKeptFor(session.location().key());
        if (!isRecord || discard(source, source.target(), deadline)) {
            engine.releases().acknowledge(entry.incarnation(), Instant.EPOCH);
        }
    }

    /** The keys of all sessions that may hold a copy of what the session has, or may be claimed for it in a moment. */
    static Set<String> sources(Header header) {
        Set<String> sources = new LinkedHashSet<>(header.pending());
        header.ledger().stream()
                .map(Header.Absorbed::source)
                .filter(Objects::nonNull)
                .forEach(sources::add);
        return sources;
    }

    /**
     * Takes from an erased session whatever its tombstone names as pending: what was claimed or absorbed is released; a
     * claim that is still on its way can't arrive any more.
     *
     * @return whether there was anything
     */
    boolean surrender(Snapshot tombstone, Deadline deadline) {
        boolean found = false;
        for (String key : tombstone.header().pending()) {
            found |= surrender(tombstone, key, deadline);
        }
        return found;
    }

    private boolean surrender(Snapshot tombstone, String key, Deadline deadline) {
        while (true) {
            Snapshot source = engine.storage().load(engine.storage().locationOf(key), deadline);
            if (source.isKeptFor(tombstone.location().key())) {
                return discardKept(source, tombstone.location().key(), deadline);
            }
            if (!source.isActive()) {
                return false;
            }
            boolean isCopy = tombstone.header().hasAbsorbed(source.incarnation()); // a lost claim brought it back
            if (isCopy ? discard(source, tombstone.asTarget(), deadline) : touch(source, deadline)) {
                return isCopy;
            }
            AbsorbFailures.requireTime(deadline);
        }
    }

    /** Returns whether it was claimed, not only recorded. */
    private boolean discardKept(Snapshot found, SessionKey owner, Deadline deadline) {
        Snapshot source = found;
        while (source.isKeptFor(owner)) {
            if (discard(source, source.target(), deadline)) {
                return found.isClaimedBy(owner);
            }
            AbsorbFailures.requireTime(deadline);
            source = engine.storage().load(source.location(), deadline);
        }
        return found.isClaimedBy(owner);
    }

    private boolean releaseClaimed(Snapshot found, SessionKey owner, Deadline deadline) {
        Snapshot source = found;
        while (source.isClaimedBy(owner)) {
            if (release(source, source.target(), deadline)) {
                return true;
            }
            AbsorbFailures.requireTime(deadline);
            source = engine.storage().load(source.location(), deadline);
        }
        return found.isClaimedBy(owner);
    }

    /**
     * Saves a session as it is, so that whoever is about to claim it has to look at it again.
     *
     * @return whether it was still as it was seen
     */
    boolean touch(Snapshot active, Deadline deadline) {
        StoredSession stored = Objects.requireNonNull(active.stored());
        return compareAndSet
                .save(active, active.header(), active.attributes(), stored.expiresAt(), deadline)
                .isPresent();
    }
}
