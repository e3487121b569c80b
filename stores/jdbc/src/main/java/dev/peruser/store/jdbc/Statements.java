package dev.peruser.store.jdbc;

import dev.peruser.store.jdbc.internal.SessionFrame;

/**
 * The SQL of one table. {@code counter} and {@code incarnation} are the session's version, {@code body} is a
 * {@link SessionFrame}.
 *
 * @param load parameters: key
 * @param create parameters: key, version, expiry, body
 * @param replace parameters: version, expiry, body, key, expected version
 * @param replaceContent the same without the expiry, which stays: so its index is left alone, too, which SQLite would
 *     write anew even if the value is the same
 * @param delete parameters: key, expected version
 * @param purge parameters: those of {@link Database#setPurge}
 * @param keys parameters: key before the first, limit
 * @param time milliseconds since 1970 by the database's clock
 * @param probe fails if the table or a column is missing
 */
record Statements(
        String load,
        String create,
        String replace,
        String replaceContent,
        String delete,
        String purge,
        String keys,
        String time,
        String probe) {

    static Statements of(String table, Database database) {
        String where = " WHERE session_key = ? AND incarnation = ? AND counter = ?";
        return new Statements(
                "SELECT incarnation, counter, expires_at, body FROM " + table + " WHERE session_key = ?",
                "INSERT INTO " + table + " (session_key, incarnation, counter, expires_at, body) VALUES (?, ?, ?, ?, ?)"
                        + database.onConflictDoNothing("session_key"),
                "UPDATE " + table + " SET incarnation = ?, counter = ?, expires_at = ?, body = ?" + where,
                "UPDATE " + table + " SET incarnation = ?, counter = ?, body = ?" + where,
                "DELETE FROM " + table + where,
                database.purge(table),
                "SELECT session_key FROM " + table + " WHERE session_key > ? ORDER BY session_key LIMIT ?",
                "SELECT " + database.time(),
                "SELECT session_key, incarnation, counter, expires_at, body FROM " + table + " WHERE 1 = 0");
    }
}
