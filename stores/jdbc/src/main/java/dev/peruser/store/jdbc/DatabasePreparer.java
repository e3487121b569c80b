package dev.peruser.store.jdbc;

import dev.peruser.store.Deadline;
import dev.peruser.store.jdbc.Connections.Lease;
import dev.peruser.store.jdbc.internal.Settings;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Finds out about the database, and makes the table ready, when it is used first.
 *
 * <p>That is done by a thread of its own, and whoever uses the store waits for it until the own deadline: a pool may
 * wait for a connection for half a minute, and as long as the product isn't known, nobody knows how to end that. If it
 * fails, the next use tries again.
 */
final class DatabasePreparer<P> {
    static final String ACTION = "make its table ready";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Optional<Dialect> given;
    private final Settings settings;
    private final StatementRunner runner;
    private final Failures failures;
    private final Preparation<P> preparation;
    private volatile @Nullable P prepared;
    private @Nullable CompletableFuture<P> preparing;

    DatabasePreparer(
            Optional<Dialect> given,
            Settings settings,
            StatementRunner runner,
            Failures failures,
            Preparation<P> preparation) {
        this.given = given;
        this.settings = settings;
        this.runner = runner;
        this.failures = failures;
        this.preparation = preparation;
    }

    /** What is done once the product is known, and what is known then. */
    interface Preparation<P> {
        P prepare(Dialect dialect, Database database, Deadline deadline);
    }

    P ensure(Deadline deadline) {
        P present = prepared;
        return present != null ? present : prepareOnce(deadline);
    }

    private P prepareOnce(Deadline deadline) {
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
    private synchronized CompletableFuture<P> begun() {
        CompletableFuture<P> present = preparing;
        if (present == null || present.isCompletedExceptionally()) {
            CompletableFuture<P> begun = new CompletableFuture<>();
            Thread thread = new Thread(() -> prepare(begun), "peruser session store first use");
            thread.setDaemon(true);
            thread.start();
            preparing = begun;
            return begun;
        }
        return present;
    }

    private void prepare(CompletableFuture<P> result) {
        try {
            P ready = prepare(Deadline.after(PATIENCE));
            prepared = ready;
            result.complete(ready);
        } catch (RuntimeException | Error failure) {
            result.completeExceptionally(failure);
        }
    }

    private P prepare(Deadline deadline) {
        String product = connect(deadline);
        Dialect dialect = given.orElseGet(() -> dialectOf(product));
        failures.found(dialect);
        Database database = dialect.database(settings);
        runner.run(ACTION, database, deadline, new SettingsWork(database));
        return preparation.prepare(dialect, database, deadline);
    }

    /** Makes the database's settings what the store may make them. */
    private record SettingsWork(Database database) implements StatementRunner.Work<Statement, Boolean> {
        @Override
        public Statement prepare(Lease lease) throws SQLException {
            return lease.connection().createStatement();
        }

        @Override
        public Boolean run(Lease lease, Statement statement) throws SQLException {
            database.apply(lease.connection(), statement);
            return true;
        }
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
