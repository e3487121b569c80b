package dev.peruser.store;

import java.util.Optional;

/**
 * Keeps stored sessions and replaces them by compare-and-set.
 *
 * <p>The whole contract:
 *
 * <ol>
 *   <li>{@link #load} returns what the last successful {@link #save} under that key stored, or nothing. It may, but
 *       need not, return a session whose {@link StoredSession#expiresAt()} has passed; the core treats it as absent.
 *   <li>{@link #save} stores {@link SessionChange#next()} if, and only if, the version now stored is
 *       {@link SessionChange#expected()} (nothing is stored, if that is empty), in one atomic step, and durably as far
 *       as the store promises durability. Otherwise it changes nothing and answers {@link WriteResult#STALE}.
 *   <li>{@link #delete} removes the session under the same condition.
 *   <li>A store never merges, retries an answered save, or interprets the bytes.
 *   <li>When a call's outcome is unknown (a time-out, a lost connection), it throws {@link dev.peruser.StoreException};
 *       the core finds out by the commit id that each stored session carries.
 *   <li>Each call ends, with a result or an exception, soon after its {@link Deadline}.
 * </ol>
 *
 * <p>Further abilities are sub-interfaces: {@link PurgeableSessionStore}, {@link EnumerableSessionStore},
 * {@link ClockedSessionStore}. Implementations are safe for use by many threads. The contract kit
 * {@code peruser-store-tck} checks all of this.
 */
public interface SessionStore {

    /**
     * Loads a session.
     *
     * @throws dev.peruser.StoreException if the store can't be asked, or not before the deadline
     */
    Optional<StoredSession> load(SessionKey key, Deadline deadline);

    /**
     * Replaces the stored session if its version is still the expected one.
     *
     * @throws dev.peruser.StoreException if it is unknown whether the change was made, or known that it was not for a
     *     reason other than the version
     */
    WriteResult save(SessionKey key, SessionChange change, Deadline deadline);

    /**
     * Removes the stored session if its version is still the expected one.
     *
     * @throws dev.peruser.StoreException as {@link #save}
     */
    WriteResult delete(SessionKey key, SessionVersion expected, Deadline deadline);

    /**
     * Whether a session that {@link #load} returns can be lost afterwards, because its save is acknowledged only to
     * whoever made it once it is safe: for example a server that waits for its replicas before it acknowledges, and
     * answers others at once. The core then saves what it has found once more before it destroys anything because of
     * it. Default: no, what can be loaded is as safe as it will ever be.
     */
    default boolean mayLoseWrites() {
        return false;
    }
}
