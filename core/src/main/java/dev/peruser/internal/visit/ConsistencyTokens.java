package dev.peruser.internal.visit;

import dev.peruser.ConsistencyToken;
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
 *   <li>A copy may be shown if every consistency token presented is of the copy's own incarnation and not newer, and
 *       there is one. No consistency token, or one of another session: the store is asked.
 *   <li>Whatever was read from the store, or saved there, is told as a consistency token, in a cookie named after it;
 *       those that the request presented are older then, and removed. So of parallel responses the newest stays, in
 *       whatever order they arrive.
 *   <li>A response tells of few removals, as of {@linkplain GuestTokens tokens}; an older consistency token does no
 *       harm. A guest's new session is not told at all: a browser that makes a hundred at once has enough to present.
 *   <li>Where what was written is not known (a failed save, an absorb that another request made), all are removed.
 *       Having none is always right: it costs a question to the store.
 * </ol>
 */
public final class ConsistencyTokens {
    static final Visit.ConsistencyTokenChanges NO_CHANGES = new Visit.ConsistencyTokenChanges(List.of(), List.of());

    private List<ConsistencyToken> presented;
    /** One, or none. */
    private @Nullable List<ConsistencyToken> wanted;
    /**
     * What was seen last, as long as nobody has asked for it: a consistency token is a hash, and many requests need
     * none.
     */
    private @Nullable Snapshot lastSeen;

    public ConsistencyTokens(Collection<ConsistencyToken> presented) {
        this.presented = List.copyOf(presented);
    }

    boolean permits(SessionKey key, @Nullable StoredSession copy) {
        @Nullable List<ConsistencyToken> now = wanted();
        List<ConsistencyToken> known = now == null ? presented : now;
        if (known.isEmpty()) {
            return false;
        }
        ConsistencyToken ofCopy = ConsistencyToken.of(key, copy);
        for (ConsistencyToken one : known) {
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

    private @Nullable List<ConsistencyToken> wanted() {
        @Nullable Snapshot session = lastSeen;
        if (session != null) {
            boolean isNobodys = session.location().isGuest() && session.stored() == null;
            wanted = isNobodys
                    ? List.of()
                    : List.of(ConsistencyToken.of(session.location().key(), session.stored()));
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
    Visit.ConsistencyTokenChanges takeChanges() {
        @Nullable List<ConsistencyToken> now = wanted();
        if (now == null) {
            return NO_CHANGES;
        }
        List<ConsistencyToken> toSet = new ArrayList<>(now);
        toSet.removeAll(presented);
        Set<ConsistencyToken> toRemove = new LinkedHashSet<>(presented); // a browser may present one twice
        toRemove.removeAll(now);
        presented = now;
        wanted = null;
        return new Visit.ConsistencyTokenChanges(
                toSet, toRemove.stream().limit(GuestTokens.MOST_REMOVALS_TOLD).toList());
    }
}
