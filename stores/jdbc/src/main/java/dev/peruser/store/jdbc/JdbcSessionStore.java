package dev.peruser.store.jdbc;

import dev.peruser.StoreException;
import dev.peruser.store.ClockedSessionStore;
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
import dev.peruser.store.jdbc.internal.Failure;
import dev.peruser.store.jdbc.internal.SessionFrame;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
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
 * <p>A {@code DataSource} of Spring's that routes, for example a read-only transaction to a replica, is asked by a
 * thread that knows nothing of the application's transaction: sessions are always at the target that is chosen without
 * one.
 *
 * <p>Waiting for a connection ends at the deadline, however long the {@code DataSource} would wait. But while all its
 * connections are held by requests that wait for their session, none of them can go on: give the store a small pool of
 * its own, of two connections, that nothing else takes from.
 *
 * <p>Safe for use by many threads. Closing it doesn't close the {@code DataSource}, unless it was told to.
 */
public final class JdbcSessionStore
        implements PurgeableSessionStore, EnumerableSessionStore, ClockedSessionStore, AutoCloseable {
    private final String table;
    private final Failures failures;
    private final Watchdog watchdog = new Watchdog();
    private final Connections connections;
    private final Optional<AutoCloseable> closedToo;
    private final StatementRunner runner;
    private final DatabasePreparer<Prepared> preparer;
    private volatile boolean closed;

    JdbcSessionStore(JdbcSessionStoreBuilder builder) {
        table = builder.table;
        failures = new Failures(builder.table);
        connections = new Connections(builder.dataSource, builder.connections);
        closedToo = builder.closesDataSource && builder.dataSource instanceof AutoCloseable pool
                ? Optional.of(pool)
                : Optional.empty();
        runner = new StatementRunner(connections, watchdog, failures);
        boolean createsTable = builder.createsTable;
        preparer = new DatabasePreparer<>(
                builder.dialect, builder.settings, runner, failures, (dialect, database, deadline) -> {
                    TableWork work = new TableWork(table, dialect, database, failures, createsTable);
                    runner.run(DatabasePreparer.ACTION, database, deadline, work);
                    return new Prepared(database, Statements.of(table, database));
                });
    }

    /** Begins a store on the given data source. */
    public static JdbcSessionStoreBuilder builder(DataSource dataSource) {
        return new JdbcSessionStoreBuilder(dataSource);
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

    /** That of the database's machine. */
    @Override
    public Instant time(Deadline deadline) {
        return run("tell its time", deadline, Statements::time, (database, statement) -> {
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    throw new SQLException("no row");
                }
                return Instant.ofEpochMilli(row.getLong(1));
            }
        });
    }

    /**
     * Stops watching over deadlines. Further calls fail. The {@code DataSource} stays open, unless
     * {@link JdbcSessionStoreBuilder#closeDataSource} says otherwise.
     */
    @Override
    public void close() {
        closed = true;
        watchdog.close();
        connections.close();
        closedToo.ifPresent(Connections::closeQuietly);
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
                return prepared.database().prepare(lease.connection(), text);
            }

            @Override
            public T run(Connections.Lease lease, PreparedStatement statement) throws SQLException {
                return query.run(prepared.database(), statement);
            }
        });
    }

    /**
     * What the store knows about its database once it has been used.
     *
     * @param database what the product is like
     * @param statements the SQL for the table
     */
    private record Prepared(Database database, Statements statements) {}

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
}
