package dev.peruser.store.jdbc;

import dev.peruser.StoreException;
import dev.peruser.store.Deadline;
import dev.peruser.store.EnumerableSessionStore;
import dev.peruser.store.GuestKey;
import dev.peruser.store.KeyPage;
import dev.peruser.store.PurgeableSessionStore;
import dev.peruser.store.SessionChange;
import dev.peruser.store.SessionKey;
import dev.peruser.store.SessionVersion;
import dev.peruser.store.StoredSession;
import dev.peruser.store.Watchdog;
import dev.peruser.store.WriteResult;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/**
 * Keeps sessions in one table of a relational database.
 *
 * <ol>
 *   <li>A load is one {@code SELECT} by the key. A create is one {@code INSERT}, a replace one {@code UPDATE} and a
 *       delete one {@code DELETE}, the latter two {@code WHERE} the version is the expected one: the number of rows
 *       tells whether it was.
 *   <li>Each is a statement of its own in autocommit mode: there is no transaction that could be left open, and one
 *       round trip to the database is all there is. A connection that comes from the pool with autocommit off is
 *       switched for the call, and back.
 *   <li>A statement that met a lock was not applied; it is sent again until the deadline. After any other error a
 *       {@link StoreException} tells what to do.
 *   <li>A statement that is still running at the deadline is interrupted.
 *   <li>The database is asked for its product and the table is checked, or created, at the first use.
 * </ol>
 *
 * <p>The store never takes part in a transaction of the application: a session is saved even if that is rolled back. So
 * give it the pool itself, not a {@code DataSource} that hands out the transaction's own connection.
 *
 * <p>Waiting for a connection ends at the deadline, however long the {@code DataSource} would wait. But while all its
 * connections are held by requests that wait for their session, none of them can go on: give the store a small pool of
 * its own, of two connections, that nothing else takes from.
 *
 * <p>Safe for use by many threads. Closing it doesn't close the {@code DataSource}, unless it was told to.
 */
public final class JdbcSessionStore implements PurgeableSessionStore, EnumerableSessionStore, AutoCloseable {
    private final String table;
    private final Failures failures;
    private final Watchdog watchdog = new Watchdog();
    private final Connections connections;
    private final Optional<AutoCloseable> closedToo;
    private final StatementRunner runner;
    private final DatabasePreparer preparer;
    private volatile boolean closed;

    private JdbcSessionStore(Builder builder) {
        table = builder.table;
        failures = new Failures(builder.table);
        connections = new Connections(builder.dataSource, builder.connections);
        closedToo = builder.closesDataSource && builder.dataSource instanceof AutoCloseable pool
                ? Optional.of(pool)
                : Optional.empty();
        runner = new StatementRunner(connections, watchdog, failures);
        preparer = new DatabasePreparer(builder, runner, failures);
    }

    /** Begins a store on the given data source. */
    public static Builder builder(DataSource dataSource) {
        return new Builder(dataSource);
    }

    @Override
    public Optional<StoredSession> load(SessionKey key, Deadline deadline) {
        String action = "load a " + (key instanceof GuestKey ? "guest" : "user") + "'s session";
        return run(action, deadline, Statements::load, (database, statement) -> {
                    statement.setString(1, key.text());
                    return Row.read(database, statement);
                })
                .map(row -> row.decode(failures, action));
    }

    @Override
    public WriteResult save(SessionKey key, SessionChange change, Deadline deadline) {
        StoredSession next = change.next();
        byte[] body = SessionFrame.encode(next.header(), next.attributes());
        if (change.expected().isEmpty()) {
            return run("create a session", deadline, Statements::create, (database, statement) -> {
                statement.setString(1, key.text());
                setNext(database, statement, 2, next, body);
                return created(database, statement);
            });
        }
        SessionVersion expected = change.expected().get();
        if (!change.changesExpiry()) {
            return run("save a session", deadline, Statements::replaceContent, (database, statement) -> {
                setVersion(statement, 1, next.version());
                database.setBody(statement, 3, body);
                statement.setString(4, key.text());
                setVersion(statement, 5, expected);
                return resultOf(statement.executeUpdate());
            });
        }
        return run("save a session", deadline, Statements::replace, (database, statement) -> {
            setNext(database, statement, 1, next, body);
            statement.setString(5, key.text());
            setVersion(statement, 6, expected);
            return resultOf(statement.executeUpdate());
        });
    }

    @Override
    public WriteResult delete(SessionKey key, SessionVersion expected, Deadline deadline) {
        return run("delete a session", deadline, Statements::delete, (database, statement) -> {
            statement.setString(1, key.text());
            setVersion(statement, 2, expected);
            return resultOf(statement.executeUpdate());
        });
    }

    @Override
    public int purgeExpired(Instant expiredBefore, int limit, Deadline deadline) {
        return run("remove expired sessions", deadline, Statements::purge, (database, statement) -> {
            database.setPurge(statement, expiredBefore.toEpochMilli(), limit);
            return statement.executeUpdate();
        });
    }

    @Override
    public KeyPage keys(Optional<String> from, int limit, Deadline deadline) {
        String action = "list its keys";
        List<String> texts = run(action, deadline, Statements::keys, (database, statement) -> {
            statement.setString(1, from.orElse(""));
            statement.setInt(2, limit);
            List<String> page = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    page.add(rows.getString(1));
                }
            }
            return page;
        });
        try {
            return KeyPage.inOrder(texts.stream().map(SessionKey::parse).toList(), limit);
        } catch (IllegalArgumentException foreign) {
            throw failures.because(action, foreign.getMessage() + "; nothing was changed", null);
        }
    }

    /**
     * Stops watching over deadlines. Further calls fail. The {@code DataSource} stays open, unless
     * {@link Builder#closeDataSource} says otherwise.
     */
    @Override
    public void close() {
        closed = true;
        watchdog.close();
        connections.close();
        closedToo.ifPresent(pool -> Connections.quietly(() -> close(pool)));
    }

    private static void close(AutoCloseable pool) throws SQLException {
        try {
            pool.close();
        } catch (RuntimeException failure) {
            throw failure;
        } catch (Exception failure) {
            throw new SQLException(failure);
        }
    }

    /** Does now what the first use would do. */
    void prepare(Deadline deadline) {
        preparer.ensure(deadline);
    }

    private <T> T run(String action, Deadline deadline, Function<Statements, String> sql, Query<T> query) {
        if (closed) {
            throw failures.because(action, "it has been closed", null);
        }
        if (deadline.hasPassed()) {
            throw failures.late(action);
        }
        Prepared prepared = preparer.ensure(deadline);
        String text = sql.apply(prepared.statements());
        return runner.run(action, prepared.database(), deadline, new StatementRunner.Work<PreparedStatement, T>() {
            @Override
            public PreparedStatement prepare(Connections.Lease lease) throws SQLException {
                return lease.connection().prepareStatement(text);
            }

            @Override
            public T run(Connections.Lease lease, PreparedStatement statement) throws SQLException {
                return query.run(prepared.database(), statement);
            }
        });
    }

    private interface Query<T> {
        T run(Database database, PreparedStatement statement) throws SQLException;
    }

    private static void setNext(
            Database database, PreparedStatement statement, int index, StoredSession next, byte[] body)
            throws SQLException {
        setVersion(statement, index, next.version());
        statement.setLong(index + 2, next.expiresAt().toEpochMilli());
        database.setBody(statement, index + 3, body);
    }

    private static void setVersion(PreparedStatement statement, int index, SessionVersion version) throws SQLException {
        statement.setLong(index, version.incarnation());
        statement.setLong(index + 1, version.counter());
    }

    /** Some databases count no row where the key is taken, others fail. */
    private static WriteResult created(Database database, PreparedStatement statement) throws SQLException {
        try {
            return resultOf(statement.executeUpdate());
        } catch (SQLException exception) {
            if (database.failureOf(exception) == Failure.DUPLICATE_KEY) {
                return WriteResult.STALE;
            }
            throw exception;
        }
    }

    private static WriteResult resultOf(int rows) {
        return rows == 1 ? WriteResult.APPLIED : WriteResult.STALE;
    }

    String table() {
        return table;
    }

    /** Options of a {@link JdbcSessionStore}. Building asks nothing of the database. Not for use by several threads. */
    public static final class Builder {
        private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,47}");
        /** Known by its name, because this module doesn't know Spring. */
        private static final String TRANSACTIONAL =
                "org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy";

        final DataSource dataSource;
        String table = "peruser_session";
        Optional<Dialect> dialect = Optional.empty();
        Optional<Integer> connections = Optional.empty();
        Settings settings = Settings.DURABLE;
        boolean createsTable = true;
        boolean closesDataSource;

        private Builder(DataSource dataSource) {
            if (Connections.isA(TRANSACTIONAL, dataSource)) {
                throw new IllegalArgumentException("dataSource must not take part in the application's transactions,"
                        + " because sessions are saved by themselves: give the DataSource that it wraps");
            }
            this.dataSource = dataSource;
        }

        /**
         * The table's name; default {@code peruser_session}.
         *
         * @throws IllegalArgumentException unless it is a letter or underscore and up to 47 letters, digits and
         *     underscores, all ASCII
         */
        public Builder table(String table) {
            if (!IDENTIFIER.matcher(table).matches()) {
                throw new IllegalArgumentException(
                        "table must be a letter or underscore, then up to 47 letters, digits and" + " underscores");
            }
            this.table = table;
            return this;
        }

        /** The database product; by default the connection's own word for it at the first use. */
        public Builder dialect(Dialect dialect) {
            this.dialect = Optional.of(dialect);
            return this;
        }

        /** Creates the table, and its index, at the first use, if it is missing. The default. */
        public Builder createTable() {
            createsTable = true;
            return this;
        }

        /**
         * Never creates the table: if it is missing, each call fails and names the file in the jar with the statements.
         */
        public Builder requireTable() {
            createsTable = false;
            return this;
        }

        /**
         * The most connections that are taken at a time; by default as many as there are calls. Calls beyond it wait
         * until their deadline.
         *
         * @throws IllegalArgumentException if less than 1
         */
        public Builder connections(int most) {
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
        public Builder closeDataSource() {
            closesDataSource = true;
            return this;
        }

        /**
         * Changes settings of the database without which an acknowledged change can be lost with the process, at the
         * first use: {@code SET WRITE_DELAY 0} in H2. If the database user may not, that is logged. The default.
         */
        public Builder makeDurable() {
            settings = Settings.DURABLE;
            return this;
        }

        /**
         * Does what {@link #makeDurable} does, and makes the database faster: {@code PRAGMA journal_mode=WAL} in
         * SQLite.
         */
        public Builder makeDurableAndFast() {
            settings = Settings.TUNE;
            return this;
        }

        /** Changes no setting of the database; if acknowledged changes can be lost, that is logged. */
        public Builder keepDatabaseSettings() {
            settings = Settings.KEEP;
            return this;
        }

        /** Builds the store. */
        public JdbcSessionStore build() {
            return new JdbcSessionStore(this);
        }
    }
}
