package dev.peruser.it.servers;

/** MySQL, of which there are no Maven artifacts: the server that an environment variable names. */
public final class MySqlServer {
    /** A JDBC URL with user and password, or not set. */
    public static final String VARIABLE = "PERUSER_TEST_MYSQL_URL";

    private MySqlServer() {}

    /**
     * A place without a table.
     *
     * @throws IllegalStateException if the variable is not set
     */
    public static TestDatabase emptyDatabase() {
        String url = System.getenv(VARIABLE);
        if (url == null || url.isBlank()) {
            throw new IllegalStateException("set " + VARIABLE + " to a JDBC URL with user and password");
        }
        return TestDatabase.given(url);
    }
}
