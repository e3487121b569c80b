package dev.peruser;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a user's session data in the user's own record and replaces it only if nobody else did meanwhile. Gives every
 * guarantee that a session store gives. With SQL: {@code UPDATE … SET data = ?, version = version + 1 WHERE id = ? AND
 * version = ?}.
 */
public non-sealed interface VersionedSessionDataHolder extends UserRecord {

    /** The data and its version as they stand in the user's record now. */
    Snapshot loadSessionData();

    /**
     * Stores the data if the record's version is still the expected one, in one atomic step, and moves the version.
     *
     * @return whether it was stored
     */
    boolean storeSessionData(Map<String, @Nullable Object> data, long expectedVersion);

    /**
     * Data and version read together.
     *
     * @param data JSON-like values; empty if there is none
     * @param version any number that changes with each store and never comes back
     */
    record Snapshot(Map<String, @Nullable Object> data, long version) {}
}
