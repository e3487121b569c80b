package dev.peruser;

import dev.peruser.internal.values.JsonText;
import dev.peruser.store.Deadline;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A user's own record as a place for session data: {@link Versioned} (every guarantee) or {@link Unversioned} (last
 * writer wins across processes). A principal implements one of them, or {@link UserRecords} finds it.
 *
 * <p>The data is a map of JSON-like values: the attributes under their names, and PerUser's own under
 * {@code __peruser}. Keep it as a whole, for example as a JSON column: {@link #toJson} and {@link #fromJson} are its
 * text. Ready records for tables of SQL databases are {@code JdbcUserRecords} in {@code peruser-store-jdbc}.
 *
 * <p>Each call gets the deadline of the request. A record that can bound how long its own calls take keeps to it, and
 * throws {@link StoreException} when it has passed: who waits longer keeps the request waiting.
 */
public sealed interface UserRecord permits UserRecord.Unversioned, UserRecord.Versioned {

    /**
     * The record to erase the data by. An account is often deleted in a transaction of the application that has locked
     * the account's row already: a record that would wait for that transaction returns one that takes part in it. By
     * default it is the record itself.
     */
    default UserRecord toErase() {
        return this;
    }

    /**
     * The data as the text of a JSON object. Numbers keep their digits. What databases refuse in JSON, the character 0
     * and half of a surrogate pair, is written as the character 26 and four hexadecimal digits; so any column for text
     * or JSON takes it.
     *
     * @throws SessionDataException if a value is not JSON-like
     */
    static String toJson(Map<String, @Nullable Object> data) {
        try {
            return JsonText.write(data);
        } catch (IllegalArgumentException e) {
            throw new SessionDataException("the session data can't be written as JSON: " + e.getMessage());
        }
    }

    /**
     * The data of such a text, or of any JSON object.
     *
     * @throws SessionDataException if it is none
     */
    static Map<String, @Nullable Object> fromJson(String text) {
        try {
            return JsonText.read(text);
        } catch (IllegalArgumentException e) {
            throw new SessionDataException(
                    "the session data in the user's record can't be read: " + e.getMessage() + "; it is left as it is");
        }
    }

    /**
     * Keeps a user's session data in the user's own record instead of the session store. A principal implements it, or
     * an adapter finds it by the {@link UserId} (see {@link UserRecords}).
     *
     * <p><b>Last writer wins across processes.</b> A record without a version can't tell that another process changed
     * it between load and store, so of two processes that save at the same moment one may lose its change; within one
     * process nothing is lost. Implement {@link UserRecord.Versioned} to have every guarantee.
     */
    non-sealed interface Unversioned extends UserRecord {

        /**
         * The data as it stands in the user's record now (not in a copy that a principal took at sign-in); an empty map
         * if there is none. Empty if the record itself isn't there: the session is empty then, and can't be changed.
         */
        Optional<Map<String, @Nullable Object>> loadSessionData(Deadline deadline);

        /** Stores the data in the user's record before it returns. */
        void storeSessionData(Map<String, @Nullable Object> data, Deadline deadline);
    }

    /**
     * Keeps a user's session data in the user's own record and replaces it only if nobody else did meanwhile. Gives
     * every guarantee that a session store gives. With SQL: {@code UPDATE … SET data = ?, version = version + 1 WHERE
     * id = ? AND version = ?}.
     */
    non-sealed interface Versioned extends UserRecord {

        /**
         * The data and its version as they stand in the user's record now. Empty if the record itself isn't there: the
         * session is empty then, and can't be changed.
         */
        Optional<Snapshot> loadSessionData(Deadline deadline);

        /**
         * Stores the data if the record's version is still the expected one, in one atomic step, and moves the version.
         *
         * @return whether it was stored
         */
        boolean storeSessionData(Map<String, @Nullable Object> data, long expectedVersion, Deadline deadline);

        /**
         * Data and version read together.
         *
         * @param data JSON-like values; empty if there is none
         * @param version any number that changes with each store and never comes back
         */
        record Snapshot(Map<String, @Nullable Object> data, long version) {}
    }
}
