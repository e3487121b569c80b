package dev.peruser.store.jdbc;

import dev.peruser.StoreException;
import dev.peruser.UnusableStoreException;
import dev.peruser.UserId;
import dev.peruser.UserRecord;
import dev.peruser.UserRecords;
import dev.peruser.store.Deadline;
import dev.peruser.store.Watchdog;
import dev.peruser.store.jdbc.RecordRow.Query;
import dev.peruser.store.jdbc.RecordRow.Step;
import dev.peruser.store.jdbc.internal.Failure;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Keeps users' session data in tables of the application: in two columns beside the account's own, or in a side table
 * with one row for each user.
 *
 * <ol>
 *   <li>A load is one {@code SELECT} of data and version. A save is one {@code UPDATE} of both, {@code WHERE} the
 *       version is the expected one. In a side table the first save is an {@code INSERT}.
 *   <li>Each is a statement of its own on a connection of its own, in autocommit mode, never within a transaction of
 *       the application: what is saved stays saved if that is rolled back.
 *   <li>Only erasing takes part in the transaction that the application has open, if it is known
 *       ({@link JdbcUserRecordsBuilder#transactions}): so an account can be deleted, and its session erased, in any
 *       order.
 *   <li>A row that somebody has locked is waited for until the deadline. If the thread itself has a transaction open, a
 *       tenth of a second: that lock may be its own.
 *   <li>The table is looked at when it is used first, or by {@link #check}.
 * </ol>
 *
 * <p>As for a {@link JdbcSessionStore}, give it the pool itself, and best a small one of its own.
 *
 * <p>Safe for use by many threads. Closing it doesn't close the {@code DataSource}, unless it was told to.
 */
public final class JdbcUserRecords implements UserRecords, AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger("dev.peruser.store.jdbc");
    /** What no row has. */
    static final Object NO_KEY = new Object();

    private static final Duration OWN_LOCK = Duration.ofMillis(100);
    /** Longer than any call takes. */
    private static final Duration ENDLESS = Duration.ofDays(1);
    /** What is left of the deadline to tell of a lock. */
    private static final int SHARES_TO_TELL = 10;

    private final Function<UserId, Optional<Object>> key;
    private final boolean isSideTable;
    private final ApplicationTransactions transactions;
    private final Optional<AutoCloseable> closedToo;
    private final Failures failures;
    private final Connections connections;
    private final Watchdog watchdog = new Watchdog();
    /** One of their own, because a cancellation may have to ask a server that doesn't answer. */
    private final Watchdog cancellations = new Watchdog();

    private final StatementRunner runner;
    private final DatabasePreparer<RecordTable> preparer;
    private final AtomicBoolean toldOfNames = new AtomicBoolean();

    JdbcUserRecords(JdbcUserRecordsBuilder options) {
        RecordTable.Names names = options.names();
        key = options.key;
        isSideTable = options.isSideTable;
        transactions = options.transactions;
        closedToo = options.closesDataSource && options.dataSource instanceof AutoCloseable pool
                ? Optional.of(pool)
                : Optional.empty();
        failures = new Failures("user records", names.table());
        connections = new Connections(options.dataSource, options.connections);
        runner = new StatementRunner(connections, watchdog, failures);
        preparer = new DatabasePreparer<>(
                options.dialect,
                options.settings,
                runner,
                failures,
                (dialect, database, deadline) -> runner.run(
                        DatabasePreparer.ACTION,
                        database,
                        deadline,
                        new RecordTableWork(names, options, database, failures)));
    }

    /** Begins records in tables of the given data source. */
    public static JdbcUserRecordsBuilder builder(DataSource dataSource) {
        return new JdbcUserRecordsBuilder(dataSource);
    }

    @Override
    public Optional<UserRecord> find(UserId user) {
        return key.apply(user).map(found -> found.equals(NO_KEY) ? nothing() : row(found));
    }

    private UserRecord row(Object found) {
        return new RecordRow(
                found,
                isSideTable,
                this::run,
                () -> transactions.isOpen() ? Optional.of(this::runInTransaction) : Optional.empty());
    }

    private UserRecord nothing() {
        if (!toldOfNames.getAndSet(true)) {
            LOGGER.log(
                    Level.WARNING,
                    "A user's name is no account number, so this user has no session that can be changed: let the"
                            + " principal's name be the number, or leave out numericKeys"
                            + " (peruser.user-records.numeric-keys) and name the column that has the names");
        }
        return new UserRecord.Versioned() {
            @Override
            public Optional<Snapshot> loadSessionData(Deadline deadline) {
                return Optional.empty();
            }

            @Override
            public boolean storeSessionData(
                    Map<String, @Nullable Object> data, long expectedVersion, Deadline deadline) {
                return false;
            }
        };
    }

    /**
     * Looks at the table now, and creates a side table that is missing. Otherwise the first use does.
     *
     * @throws UnusableStoreException if a table or column is missing, or none for session data
     * @throws StoreException if the database doesn't answer in that time
     */
    public void check(Duration patience) {
        var unused = preparer.ensure(Deadline.after(patience));
    }

    private <T> T run(Step step, Deadline deadline, Query<T> query) {
        if (deadline.hasPassed()) {
            throw failures.late(step.action());
        }
        RecordTable table = preparer.ensure(deadline);
        boolean isBesideTransaction = !isSideTable && transactions.isOpen();
        Duration tenth = deadline.remaining().dividedBy(SHARES_TO_TELL);
        Duration wait = deadline.remaining().minus(tenth);
        Deadline lock = Deadline.after(isBesideTransaction && OWN_LOCK.compareTo(wait) < 0 ? OWN_LOCK : wait);
        Work<T> work = new Work<>(step, table, lock, query);
        return runner.run(step.action(), table.database(), deadline, work)
                .orElseThrow(() -> locked(step, isBesideTransaction));
    }

    private StoreException locked(Step step, boolean isBesideTransaction) {
        return failures.because(
                step.action(),
                isBesideTransaction
                        ? "the user's row is locked, and this thread has a transaction of the application open that may"
                                + " have locked it itself; nothing was saved. Let the transaction end first, save before"
                                + " it changes the row, or keep sessions in a side table"
                        : "the user's row was locked by a transaction of the application until the deadline; nothing was"
                                + " saved. Look for transactions that stay open for long, also one of this thread, or"
                                + " keep sessions in a side table",
                null);
    }

    /** One statement; empty if a lock was there for too long. */
    private final class Work<T> implements StatementRunner.Work<PreparedStatement, Optional<T>> {
        private final Step step;
        private final RecordTable table;
        private final Deadline lock;
        private final Query<T> query;

        Work(Step step, RecordTable table, Deadline lock, Query<T> query) {
            this.step = step;
            this.table = table;
            this.lock = lock;
            this.query = query;
        }

        @Override
        public PreparedStatement prepare(Connections.Lease lease) throws SQLException {
            String sql = switch (step) {
                case LOAD -> table.load();
                case INSERT -> table.insert();
                case UPDATE -> table.updateInTime();
            };
            return table.database().prepare(lease.connection(), sql);
        }

        @Override
        public Optional<T> run(Connections.Lease lease, PreparedStatement statement) throws SQLException {
            if (step == Step.LOAD) {
                return Optional.of(query.run(table, statement, 1));
            }
            Database database = table.database();
            Duration left = lock.remaining().plusMillis(1);
            int first = 1;
            if (step == Step.UPDATE && database.lockWait().parameters() == 1) {
                statement.setString(first++, left.toMillis() + "ms");
            }
            Database.Undo undo = database.limitLockWait(lease.connection(), left);
            Deadline cancelled = database.needsCancelledLockWait() ? lock : Deadline.after(ENDLESS);
            try (Watchdog.Watch watch = cancellations.watch(cancelled, statement::cancel)) {
                try {
                    return Optional.of(query.run(table, statement, first));
                } catch (SQLException exception) {
                    Failure failure = database.failureOf(exception);
                    boolean isCancelled = failure == Failure.TIMED_OUT && watch.wasInterrupted();
                    if (isCancelled || (failure == Failure.LOCKED && lock.hasPassed())) {
                        return Optional.empty();
                    }
                    throw exception;
                }
            } finally {
                Connections.quietly(undo);
            }
        }
    }

    /** By the connection of the transaction, which waits for locks as it does; cancelled at the deadline. */
    private <T> T runInTransaction(Step step, Deadline deadline, Query<T> query) {
        RecordTable table = preparer.ensure(deadline);
        String sql = switch (step) {
            case LOAD -> table.loadToChange();
            case INSERT -> table.insert();
            case UPDATE -> table.update();
        };
        try (Connection connection = transactions.connection();
                PreparedStatement statement = table.database().prepare(connection, sql)) {
            Watchdog.Watch watch = cancellations.watch(deadline, statement::cancel);
            try {
                return query.run(table, statement, 1);
            } finally {
                watch.close();
            }
        } catch (SQLException exception) {
            throw failures.of(step.action() + " within the application's transaction", table.database(), exception);
        }
    }

    /** Stops watching over deadlines. The {@code DataSource} stays open, unless the builder said otherwise. */
    @Override
    public void close() {
        watchdog.close();
        cancellations.close();
        connections.close();
        closedToo.ifPresent(Connections::closeQuietly);
    }
}
