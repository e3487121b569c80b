package dev.peruser.internal.signin;

import dev.peruser.internal.codec.Header;
import dev.peruser.internal.commit.CompareAndSet;
import dev.peruser.internal.commit.EngineContext;
import dev.peruser.internal.commit.Settings;
import dev.peruser.internal.storage.SessionLocation;
import dev.peruser.internal.storage.Snapshot;
import dev.peruser.internal.storage.Storage;
import dev.peruser.store.Deadline;
import dev.peruser.store.SessionKey;
import dev.peruser.store.StoredSession;
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

    /** Where a session that a header names is kept. */
    SessionLocation locationOf(String key) {
        Storage storage = engine.storage();
        return storage.location(new Header.Target(key, 0, true))
                .or(() -> storage.location(new Header.Target(key, 0, false)))
                .orElseThrow(() -> new IllegalStateException("locations in the store are always within reach"));
    }

    /**
     * Replaces a claimed source by a marker.
     *
     * @return whether this call did it
     */
    boolean release(Snapshot source, Header.Target to, Deadline deadline) {
        // Where a guest's session went must be found as long as a browser may come back with the old token.
        Settings.Lifetimes lifetimes = engine.settings().lifetimes();
        Instant expiry = engine.storage().now().plus(to.isGuests() ? lifetimes.guestIdle() : lifetimes.marker());
        Header moved = source.header().withState(Header.State.MOVED, to);
        if (compareAndSet.save(source, moved, Map.of(), expiry, deadline).isEmpty()) {
            return false;
        }
        if (!source.location().isInGuestRecord()) {
            engine.releases().acknowledge(source.incarnation());
        } // else other requests may have copies of the place as it was: the ledger has to go on to know it
        return true;
    }

    /** ReleasedSources what the session has absorbed, as far as that is not known to be done. */
    void releaseAbsorbed(Snapshot session, Deadline deadline) {
        Header left = engine.releases().prune(session.header(), engine.storage().now());
        left.ledger().forEach(entry -> releaseAbsorbed(session, entry, deadline));
    }

    /**
     * ReleasedSources the oldest of what the session has absorbed, if the ledger is long: other processes released
     * them, and this one doesn't know it.
     */
    void shortenLedger(Snapshot session, Deadline deadline) {
        List<Header.Absorbed> ledger = engine.releases()
                .prune(session.header(), engine.storage().now())
                .ledger();
        if (ledger.size() >= LONG_LEDGER) {
            ledger.subList(0, LOOKED_AT).forEach(entry -> releaseAbsorbed(session, entry, deadline));
        }
    }

    private void releaseAbsorbed(Snapshot session, Header.Absorbed entry, Deadline deadline) {
        @Nullable String key = entry.source();
        if (key == null) {
            return; // written by an older version
        }
        Snapshot source = engine.storage().load(locationOf(key), deadline);
        if (source.incarnation() == entry.incarnation() && source.isActive()) {
            return; // a store that lost the claim brought it back: the entry is all that tells
        }
        if (source.incarnation() == entry.incarnation()) {
            var unused = releaseClaimed(source, session.location().key(), deadline);
        }
        engine.releases().acknowledge(entry.incarnation()); // by this call, or by somebody before
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
            Snapshot source = engine.storage().load(locationOf(key), deadline);
            if (source.isClaimedBy(tombstone.location().key())) {
                return releaseClaimed(source, tombstone.location().key(), deadline);
            }
            if (!source.isActive()) {
                return false;
            }
            boolean isCopy = tombstone.header().hasAbsorbed(source.incarnation()); // a lost claim brought it back
            if (isCopy ? release(source, tombstone.asTarget(), deadline) : touch(source, deadline)) {
                return isCopy;
            }
            AbsorbFailures.requireTime(deadline);
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
