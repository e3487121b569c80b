package dev.peruser.store.jdbc;

import dev.peruser.StoreException;
import dev.peruser.store.jdbc.internal.DataColumn;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * A table with users' rows, as it was found. A version that is NULL counts as 0.
 *
 * @param database what the product is like
 * @param column how the data is kept
 * @param names the table and its columns
 * @param failures what is said of it
 */
record RecordTable(Database database, DataColumn column, Names names, Failures failures) {

    /**
     * What the application calls it.
     *
     * @param table the table, with its schema if that has to be said
     * @param key the column that tells users apart
     * @param data the column with the data
     * @param version the column with the data's version
     */
    record Names(String table, String key, String data, String version) {
        /** Fails if something is missing. */
        String probe() {
            return "SELECT " + key + ", " + data + ", " + version + " FROM " + table + " WHERE 1 = 0";
        }
    }

    String load() {
        return "SELECT " + names.data() + ", " + names.version() + " FROM " + names.table() + " WHERE " + names.key()
                + " = ?";
    }

    /** Reads the newest row, whatever the transaction has seen before, and keeps others from it. */
    String loadToChange() {
        return load() + database.forUpdate();
    }

    String insert() {
        return "INSERT INTO " + names.table() + " (" + names.key() + ", " + names.data() + ", " + names.version()
                + ") VALUES (?, " + column.parameter() + ", 1)" + database.onConflictDoNothing(names.key());
    }

    /** Waits for the row's lock as the product does by itself. */
    String update() {
        return update(Database.LockWait.NOT_IN_THE_STATEMENT);
    }

    /** Has the parameters of the product's {@link Database#lockWait} first. */
    String updateInTime() {
        return update(database.lockWait());
    }

    private String update(Database.LockWait wait) {
        String version = "COALESCE(" + names.version() + ", 0)";
        return wait.before() + "UPDATE " + names.table() + " SET " + names.data() + " = " + column.parameter() + ", "
                + names.version() + " = " + version + " + 1" + wait.from() + " WHERE " + names.key() + " = ? AND "
                + version + " = ?" + wait.where();
    }

    void setKey(PreparedStatement statement, int index, Object key) throws SQLException {
        database.setKey(statement, index, key);
    }

    StoreException severalRows() {
        return failures.unusable(
                "load a user's session",
                "several rows have the same " + names.key() + "; name a column that is unique by keyColumn"
                        + " (peruser.user-records.key-column)");
    }
}
