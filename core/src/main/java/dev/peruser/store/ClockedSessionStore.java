package dev.peruser.store;

import java.time.Instant;

/**
 * A store that has a clock, as a database server has. Where sessions are shared by servers whose own clocks differ,
 * this one decides when a session has expired. The core asks before anything else and then about once a minute, counts
 * on from the answer, and uses the result wherever it needs the time: for {@link StoredSession#expiresAt()}, for
 * {@link PurgeableSessionStore#purgeExpired}, and for whatever it keeps for some time only.
 *
 * <p>A store without this ability is used with the clock of each server, so these have to agree to some seconds.
 */
public interface ClockedSessionStore extends SessionStore {

    /**
     * What the time is by the store's clock, to the millisecond or finer: the clock runs, also during a transaction,
     * and is the same for all who use the store.
     *
     * @throws dev.peruser.StoreException if the store can't be asked, or not before the deadline
     */
    Instant time(Deadline deadline);
}
