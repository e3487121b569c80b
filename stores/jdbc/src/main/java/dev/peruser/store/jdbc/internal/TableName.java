package dev.peruser.store.jdbc.internal;

/**
 * The name of a session store's table.
 *
 * @param schema the schema in front of it, or the database in MySQL and MariaDB; empty: whichever the connection has
 * @param name without the schema
 */
public record TableName(String schema, String name) {

    /** Of a text that the store's builder has accepted. */
    public static TableName of(String table) {
        int point = table.indexOf('.');
        return new TableName(point < 0 ? "" : table.substring(0, point), table.substring(point + 1));
    }

    /** Whether it says its schema. */
    public boolean hasSchema() {
        return !schema.isEmpty();
    }
}
