package dev.peruser.internal.visit;

import dev.peruser.Sighting;
import dev.peruser.Visit;
import dev.peruser.internal.storage.Snapshot;
import dev.peruser.store.SessionKey;
import dev.peruser.store.StoredSession;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the browser of one request has seen, and what it is to be told that it has seen now: how a browser reads its own
 * writes although servers answer from copies.
 *
 * <ol>
 *   <li>A copy may be shown if every sighting presented is of the copy's own incarnation and not newer, and there is
 *       one. No sighting, or one of another session: the store is asked.
 *   <li>Whatever was read from the store, or saved there, is told as a sighting, in a cookie named after it; those that
 *       the request presented are older then, and removed. So of parallel responses the newest stays, in whatever order
 *       they arrive.
 *   <li>A response tells of few removals, as of {@linkplain GuestTokens tokens}; an older sighting does no harm. A
 *       guest's new session is not told at all: a browser that makes a hundred at once has enough to present.
 *   <li>Where what was written is not known (a failed save, an absorb that another request made), all are removed.
 *       Having none is always right: it costs a question to the store.
 * </ol>
 */
public final class ConsistencyTokens {
    static final Visit.SightingChanges NO_CHANGES = new Visit.SightingChanges(List.of(), List.of());

    private List<Sighting> presented;
    /** One, or none. */
    private @Nullable List<Sighting> wanted;
    /** What was seen last, as long as nobody has asked for it: a sighting is a hash, and many requests need none. */
    private @Nullable Snapshot lastSeen;

    public ConsistencyTokens(Collection<Sighting> presented) {
        this.presented = List.copyOf(presented);
    }

    boolean permits(SessionKey key, @Nullable StoredSession copy) {
        @Nullable List<Sighting> now = wanted();
        List<Sighting> known = now == null ? presented : now;
        if (known.isEmpty()) {
            return false;
        }
        Sighting ofCopy = Sighting.of(key, copy);
        for (Sighting one : known) {
            if (!one.isSeenBy(ofCopy)) {
                return false;
            }
        }
        return true;
    }

    /** The session was read from the store, or saved there. */
    void saw(Snapshot session) {
        lastSeen = session;
    }

    private @Nullable List<Sighting> wanted() {
        @Nullable Snapshot session = lastSeen;
        if (session != null) {
            boolean isNobodys = session.place().isGuest() && session.stored() == null;
            wanted = isNobodys ? List.of() : List.of(Sighting.of(session.place().key(), session.stored()));
            lastSeen = null;
        }
        return wanted;
    }

    /** Something may have been written, but not known what. */
    void doubt() {
        lastSeen = null;
        wanted = List.of();
    }

    /** Gives the changes that the browser has not been told, and counts them as told. */
    Visit.SightingChanges takeChanges() {
        @Nullable List<Sighting> now = wanted();
        if (now == null) {
            return NO_CHANGES;
        }
        List<Sighting> toSet = new ArrayList<>(now);
        toSet.removeAll(presented);
        Set<Sighting> toRemove = new LinkedHashSet<>(presented); // a browser may present one twice
        toRemove.removeAll(now);
        presented = now;
        wanted = null;
        return new Visit.SightingChanges(
                toSet, toRemove.stream().limit(GuestTokens.MOST_REMOVALS_TOLD).toList());
    }
}
