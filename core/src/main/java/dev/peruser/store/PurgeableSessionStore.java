package dev.peruser.store;

import java.time.Instant;

/** A store that doesn't drop expired sessions by itself and can be told to, in small steps. */
public interface PurgeableSessionStore extends SessionStore {

    /**
     * Removes at most {@code limit} sessions that expired before the given time. A session that is saved meanwhile with
     * a later expiry stays. The core gives the time of the store's own clock, if it has one.
     *
     * @return how many were removed; fewer than {@code limit} means that none is left for now
     */
    int purgeExpired(Instant expiredBefore, int limit, Deadline deadline);
}
