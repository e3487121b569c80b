package dev.peruser.it.servers;

import java.util.Locale;
import java.util.UUID;

/**
 * A place for one test in a database: what to connect to, and the name of a table that nobody else uses.
 *
 * @param url the JDBC URL
 * @param user the user, who may do everything there
 * @param password the user's password
 * @param table the name of a table that is not there yet
 */
public record TestDatabase(String url, String user, String password, String table) {

    static TestDatabase on(String url, String user, String password) {
        String table =
                "peruser_" + UUID.randomUUID().toString().substring(0, 13).replace('-', '_');
        return new TestDatabase(url, user, password, table.toLowerCase(Locale.ROOT));
    }

    /** The server that an environment variable names, as a JDBC URL with user and password. */
    static TestDatabase given(String url) {
        return on(url, "", "");
    }

    /** Says what it is without the password. */
    @Override
    public String toString() {
        return "TestDatabase[table=" + table + "]";
    }
}
