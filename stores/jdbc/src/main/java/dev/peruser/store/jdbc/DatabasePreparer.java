package dev.peruser.store.jdbc;

import dev.peruser.store.Deadline;
import dev.peruser.store.jdbc.Connections.Lease;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Finds out about the database, and makes the table ready, when the store is used first.
 *
 * <p>That is done by a thread of its own, and whoever uses the store waits for it until the own deadline: a pool may
 * wait for a connection for half a minute, and as long as the product isn't known, nobody knows how to end that. If it
 * fails, the next use tries again.
 */
final class DatabasePreparer {
    private static final String ACTION = "make its table ready";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String table;
    private final Optional<Dialect> given;
    private final Settings settings;
    private final boolean createsTable;
    private final StatementRunner runner;
    private final Failures failures;
    private volatile @Nullable Prepared prepared;
    private @Nullable CompletableFuture<Prepared> preparing;

    DatabasePreparer(JdbcSessionStoreBuilder builder, StatementRunner runner, Failures failures) {
        this.table = builder.table;
        this.given = builder.dialect;
        this.settings = builder.settings;
        this.createsTable = builder.createsTable;
        this.runner = runner;
        this.failures = failures;
    }

    /**
     * What the store knows about its database once it has been used.
     *
     * @param database what the product is like
     * @param statements the SQL for the table
     */
    record Prepared(Database database, Statements statements) {}

    Prepared ensure(Deadline deadline) {
        Prepared present = prepared;
        return present != null ? present : prepareOnce(deadline);
    }

    private Prepared prepareOnce(Deadline deadline) {
        if (deadline.hasPassed()) {
            throw failures.late(ACTION);
        }
        try {
            return begun().get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof RuntimeException cause
                    ? cause
                    : failures.because(ACTION, "it ended in a way that it shouldn't", failed);
        } catch (TimeoutException late) {
            throw failures.noConnectionInTime(ACTION);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw failures.because(ACTION, "the thread was interrupted while it waited", interrupted);
        }
    }

    /** What all that come meanwhile wait for. */
    private synchronized CompletableFuture<Prepared> begun() {
        CompletableFuture<Prepared> present = preparing;
        if (present == null || present.isCompletedExceptionally()) {
            CompletableFuture<Prepared> begun = new CompletableFuture<>();
            Thread thread = new Thread(() -> prepare(begun), "peruser session store first use");
            thread.setDaemon(true);
            thread.start();
            preparing = begun;
            return begun;
        }
        return present;
    }

    private void prepare(CompletableFuture<Prepared> result) {
        try {
            Prepared ready = prepare(Deadline.after(PATIENCE));
            prepared = ready;
            result.complete(ready);
        } catch (RuntimeException | Error failure) {
            result.completeExceptionally(failure);
        }
    }

    private Prepared prepare(Deadline deadline) {
        String product = connect(deadline);
        Dialect dialect = given.orElseGet(() -> dialectOf(product));
        failures.found(dialect);
        Database database = dialect.database(settings);
        TableWork work = new TableWork(table, dialect, database, failures, createsTable);
        runner.run(ACTION, database, deadline, new SettingsWork(database));
        runner.run(ACTION, database, deadline, work);
        return new Prepared(database, Statements.of(table, database));
    }

    /** The first connection is waited for and never interrupted: a pool may begin, and open a file, with it. */
    private String connect(Deadline deadline) {
        try (Lease lease = runner.lease(ACTION, deadline)) {
            return lease.connection().getMetaData().getDatabaseProductName();
        } catch (SQLException exception) {
            throw failures.noConnection(ACTION, exception);
        }
    }

    private Dialect dialectOf(String product) {
        return Dialect.ofProduct(product)
                .orElseThrow(() -> failures.unusable(
                        ACTION,
                        "the database says it is " + product + ", and this version knows " + Dialect.products()
                                + "; use one of these, or name the dialect if it is one of them in disguise"));
    }
}
