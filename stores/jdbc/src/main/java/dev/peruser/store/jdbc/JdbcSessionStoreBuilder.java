package dev.peruser.store.jdbc;

import dev.peruser.store.jdbc.internal.Settings;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/** Options of a {@link JdbcSessionStore}. Building asks nothing of the database. Not for use by several threads. */
public final class JdbcSessionStoreBuilder {
    private static final String PART = "[A-Za-z_][A-Za-z0-9_]{0,47}";
    private static final Pattern TABLE = Pattern.compile("(?:" + PART + "\\.)?" + PART);
    /** Known by its name, because this module doesn't know Spring. */
    private static final String TRANSACTIONAL = "org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy";

    final DataSource dataSource;
    String table = "peruser_session";
    Optional<Dialect> dialect = Optional.empty();
    Optional<Integer> connections = Optional.empty();
    Settings settings = Settings.DURABLE;
    boolean createsTable = true;
    boolean closesDataSource;

    JdbcSessionStoreBuilder(DataSource dataSource) {
        refuseTransactional(dataSource);
        this.dataSource = dataSource;
    }

    /** One that hands out the connection of the application's transaction. */
    static void refuseTransactional(DataSource dataSource) {
        if (Connections.isA(TRANSACTIONAL, dataSource)) {
            throw new IllegalArgumentException("dataSource must not take part in the application's transactions,"
                    + " because sessions are saved by themselves: give the DataSource that it wraps");
        }
    }

    /**
     * The table's name; default {@code peruser_session}. With its schema ({@code shop.peruser_session}), or its
     * database in MySQL and MariaDB, if it is not found without; the schema must be there. SQLite has none.
     *
     * @throws IllegalArgumentException unless it is a letter or underscore and up to 47 letters, digits and
     *     underscores, all ASCII; perhaps behind such a name and a point
     */
    public JdbcSessionStoreBuilder table(String table) {
        if (!TABLE.matcher(table).matches()) {
            throw new IllegalArgumentException(
                    "table must be a letter or underscore, then up to 47 letters, digits and underscores;"
                            + " a schema may stand before it, with a point: shop.peruser_session");
        }
        this.table = table;
        return this;
    }

    /** The database product; by default the connection's own word for it at the first use. */
    public JdbcSessionStoreBuilder dialect(Dialect dialect) {
        this.dialect = Optional.of(dialect);
        return this;
    }

    /** Creates the table, and its index, at the first use, if it is missing. The default. */
    public JdbcSessionStoreBuilder createTable() {
        createsTable = true;
        return this;
    }

    /** Never creates the table: if it is missing, each call fails and names the file in the jar with the statements. */
    public JdbcSessionStoreBuilder requireTable() {
        createsTable = false;
        return this;
    }

    /**
     * The most connections that are taken at a time; by default as many as there are calls. Calls beyond it wait until
     * their deadline.
     *
     * @throws IllegalArgumentException if less than 1
     */
    public JdbcSessionStoreBuilder connections(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("connections must be at least 1, was " + most);
        }
        connections = Optional.of(most);
        return this;
    }

    /**
     * Closes the {@code DataSource} with the store, if it can be closed: for a pool that only the store uses. By
     * default it stays open.
     */
    public JdbcSessionStoreBuilder closeDataSource() {
        closesDataSource = true;
        return this;
    }

    /**
     * Changes settings of the database without which an acknowledged change can be lost with the process, at the first
     * use: {@code SET WRITE_DELAY 0} in H2. If the database user may not, that is logged. The default.
     */
    public JdbcSessionStoreBuilder makeDurable() {
        settings = Settings.DURABLE;
        return this;
    }

    /**
     * Does what {@link #makeDurable} does, and makes the database faster: {@code PRAGMA journal_mode=WAL} in SQLite.
     */
    public JdbcSessionStoreBuilder makeDurableAndFast() {
        settings = Settings.TUNE;
        return this;
    }

    /** Changes no setting of the database; if acknowledged changes can be lost, that is logged. */
    public JdbcSessionStoreBuilder keepDatabaseSettings() {
        settings = Settings.KEEP;
        return this;
    }

    /** Builds the store. */
    public JdbcSessionStore build() {
        return new JdbcSessionStore(this);
    }
}
