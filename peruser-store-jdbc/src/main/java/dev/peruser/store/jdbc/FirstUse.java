package dev.peruser.store.jdbc;

import dev.peruser.store.Deadline;
import dev.peruser.store.jdbc.Connections.Lease;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Finds out about the database, and makes the table ready, when the store is used first. If that fails, the next use
 * tries again.
 */
final class FirstUse {
    private static final String ACTION = "make its table ready";

    private final String table;
    private final Optional<Dialect> given;
    private final Settings settings;
    private final boolean createsTable;
    private final Calls calls;
    private final Failures failures;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable Prepared prepared;

    FirstUse(JdbcSessionStore.Builder builder, Calls calls, Failures failures) {
        this.table = builder.table;
        this.given = builder.dialect;
        this.settings = builder.settings;
        this.createsTable = builder.createsTable;
        this.calls = calls;
        this.failures = failures;
    }

    Prepared ensure(Deadline deadline) {
        Prepared present = prepared;
        return present != null ? present : prepareOnce(deadline);
    }

    private Prepared prepareOnce(Deadline deadline) {
        boolean locked = false;
        try {
            locked = lock.tryLock(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
            if (!locked || deadline.hasPassed()) {
                throw failures.late(ACTION);
            }
            Prepared present = prepared;
            if (present == null) {
                present = prepare(deadline);
                prepared = present;
            }
            return present;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw failures.because(ACTION, "the thread was interrupted while it waited", interrupted);
        } finally {
            if (locked) {
                lock.unlock();
            }
        }
    }

    private Prepared prepare(Deadline deadline) {
        Dialect dialect = given.orElseGet(() -> detect(deadline));
        failures.found(dialect);
        Database database = dialect.database(settings);
        TableWork work = new TableWork(table, dialect, database, failures, createsTable);
        calls.run(ACTION, database, deadline, new SettingsWork(database));
        calls.run(ACTION, database, deadline, work);
        return new Prepared(database, Statements.of(table, database));
    }

    private Dialect detect(Deadline deadline) {
        String product;
        try (Lease lease = calls.lease(ACTION, deadline)) {
            product = lease.connection().getMetaData().getDatabaseProductName();
        } catch (SQLException exception) {
            throw failures.noConnection(ACTION, exception);
        }
        return Dialect.ofProduct(product)
                .orElseThrow(() -> failures.unusable(
                        ACTION,
                        "the database says it is " + product + ", and this version knows " + Dialect.products()
                                + "; use one of these, or name the dialect if it is one of them in disguise"));
    }
}
