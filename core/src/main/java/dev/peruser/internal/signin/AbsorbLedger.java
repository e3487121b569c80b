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
import java.util.Optional;
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
    /** With so many entries in the ledger an absorb lets the oldest of them go. */
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
        boolean isRecorded = source.mergeRecord(engine.codec()).isPresent();
        Map<String, byte[]> kept =
                isRecorded ? Objects.requireNonNull(source.stored()).attributes() : Map.of();
        return replace(source, to, kept, markersLife(source, to, isRecorded), deadline);
    }

    /** Where a session went must be found as long as somebody may come back with what names it. */
    private Duration markersLife(Snapshot source, Header.Target to, boolean isRecorded) {
        Settings.Lifetimes lifetimes = engine.settings().lifetimes();
        if (to.isGuests()) {
            return lifetimes.guestIdle();
        }
        if (!source.location().isGuest()) {
            return lifetimes.userIdle();
        }
        return isRecorded ? lifetimes.record() : lifetimes.marker();
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
        engine.releases().acknowledge(source.incarnation(), kept.isEmpty() ? Instant.EPOCH : expiry);
        return true;
    }

    /**
     * Releases what the session has absorbed, as far as that is not known to be done.
     *
     * @return the session as it is then; empty if somebody else has changed it meanwhile
     */
    Optional<Snapshot> releaseAbsorbed(Snapshot session, Deadline deadline) {
        List<Header.Absorbed> unreleased =
                engine.releases().prune(session.header(), engine.storage().now()).ledger().stream()
                        .filter(entry -> !engine.releases().isAcknowledged(entry))
                        .toList();
        if (unreleased.isEmpty()) {
            return Optional.of(session);
        }
        Optional<Snapshot> confirmed = confirmed(session, deadline);
        confirmed.ifPresent(sure -> unreleased.forEach(entry -> releaseAbsorbed(sure, entry, deadline)));
        return confirmed;
    }

    private void releaseAbsorbed(Snapshot session, Header.Absorbed entry, Deadline deadline) {
        @Nullable String key = entry.source();
        if (key == null) {
            return; // written by an older version
        }
        Snapshot source = engine.storage().load(engine.locations().ofKey(key), deadline);
        boolean isIt = source.incarnation() == entry.incarnation();
        if (isIt && source.isActive()) {
            return; // a store that lost the claim brought it back: the entry is all that tells
        }
        if (isIt && source.isClaimedBy(session.location().key())) {
            var unused = releaseClaimed(source, session.location().key(), deadline);
        } else if (source.content().isEmpty()) {
            engine.releases().acknowledge(entry.incarnation(), Instant.EPOCH); // by somebody before
        }
    }

    /**
     * Lets go of the oldest of what a session has absorbed, and its records, if the ledger is long; the next save of
     * the session no longer names them.
     *
     * @param saved as this process has just saved it, and was told so
     */
    void shortenLedger(Snapshot saved, Deadline deadline) {
        List<Header.Absorbed> ledger =
                engine.releases().prune(saved.header(), engine.storage().now()).ledger();
        if (ledger.size() >= LONG_LEDGER) {
            ledger.subList(0, LOOKED_AT).forEach(entry -> forget(saved, entry, deadline));
        }
    }

    /** Takes away what is left of an absorbed source: nobody will find it without the entry. */
    private void forget(Snapshot session, Header.Absorbed entry, Deadline deadline) {
        @Nullable String key = entry.source();
        if (key == null) {
            return; // written by an older version
        }
        Snapshot source = engine.storage().load(engine.locations().ofKey(key), deadline);
        boolean isIt = source.incarnation() == entry.incarnation();
        if (isIt && source.isActive()) {
            return; // a store that lost the claim brought it back: the entry is all that tells
        }
        boolean isKept = isIt && source.isKeptFor(session.location().key());
        if (!isKept || letGo(source, deadline)) {
            engine.releases().acknowledge(entry.incarnation(), Instant.EPOCH);
        }
    }

    /** Of a guest's session that went into another of the same guest, the way has to be found. */
    private boolean letGo(Snapshot kept, Deadline deadline) {
        discardKeptBy(kept, deadline);
        return kept.target().isGuests()
                ? release(kept, kept.target(), deadline)
                : discard(kept, kept.target(), deadline);
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
            Snapshot source = engine.storage().load(engine.locations().ofKey(key), deadline);
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

    /** Drops what is claimed for a session under a key, and returns whether anything was. */
    boolean discardClaimed(String key, SessionKey owner, Deadline deadline) {
        Snapshot source = engine.storage().load(engine.locations().ofKey(key), deadline);
        return source.isClaimedBy(owner) && discardKept(source, owner, deadline);
    }

    /** Returns whether it was claimed, not only recorded. */
    private boolean discardKept(Snapshot found, SessionKey owner, Deadline deadline) {
        Snapshot source = found;
        while (source.isKeptFor(owner)) {
            discardKeptBy(source, deadline);
            if (discard(source, source.target(), deadline)) {
                return found.isClaimedBy(owner);
            }
            AbsorbFailures.requireTime(deadline);
            source = engine.storage().load(source.location(), deadline);
        }
        return found.isClaimedBy(owner);
    }

    /** What an account absorbed before it was absorbed itself: only its own marker names that. A guest's has none. */
    private void discardKeptBy(Snapshot source, Deadline deadline) {
        if (source.location().isGuest()) {
            return;
        }
        for (Header.Absorbed entry : source.header().ledger()) {
            @Nullable String key = entry.source();
            if (key != null) {
                Snapshot kept = engine.storage().load(engine.locations().ofKey(key), deadline);
                discardKept(kept, source.location().key(), deadline);
            }
        }
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
     * A session that was found, once it is there to stay: where the store can lose what it acknowledged to somebody
     * else, it is saved as it is, and that acknowledged to us. Ask for it before anything is destroyed because of what
     * was found.
     *
     * @return empty if it is no longer as it was found
     */
    Optional<Snapshot> confirmed(Snapshot found, Deadline deadline) {
        return engine.storage().mayLose(found.location()) ? touched(found, deadline) : Optional.of(found);
    }

    /**
     * Saves a session as it is, so that whoever is about to claim it has to look at it again.
     *
     * @return whether it was still as it was seen
     */
    boolean touch(Snapshot active, Deadline deadline) {
        return touched(active, deadline).isPresent();
    }

    private Optional<Snapshot> touched(Snapshot live, Deadline deadline) {
        StoredSession stored = Objects.requireNonNull(live.stored());
        return compareAndSet.save(live, live.header(), live.attributes(), stored.expiresAt(), deadline);
    }
}
