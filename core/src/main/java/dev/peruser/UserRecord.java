package dev.peruser;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A user's own record as a place for session data: {@link Versioned} (every guarantee) or {@link Unversioned} (last
 * writer wins across processes). A principal implements one of them, or {@link UserRecords} finds it.
 */
public sealed interface UserRecord permits UserRecord.Unversioned, UserRecord.Versioned {

    /**
     * Keeps a user's session data in the user's own record instead of the session store. A principal implements it, or
     * an adapter finds it by the {@link UserId} (see {@link UserRecords}).
     *
     * <p><b>Last writer wins across processes.</b> A record without a version can't tell that another process changed
     * it between load and store, so of two processes that save at the same moment one may lose its change; within one
     * process nothing is lost. Implement {@link UserRecord.Versioned} to have every guarantee.
     *
     * <p>The data is a map of JSON-like values: the attributes under their names, and PerUser's own under
     * {@code __peruser}. Keep it as a whole, for example as a JSON column.
     */
    non-sealed interface Unversioned extends UserRecord {

        /**
         * The data as it stands in the user's record now (not in a copy that a principal took at sign-in); empty if
         * there is none.
         */
        Map<String, @Nullable Object> loadSessionData();

        /** Stores the data in the user's record before it returns. */
        void storeSessionData(Map<String, @Nullable Object> data);
    }

    /**
     * Keeps a user's session data in the user's own record and replaces it only if nobody else did meanwhile. Gives
     * every guarantee that a session store gives. With SQL: {@code UPDATE … SET data = ?, version = version + 1 WHERE
     * id = ? AND version = ?}.
     */
    non-sealed interface Versioned extends UserRecord {

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
}
