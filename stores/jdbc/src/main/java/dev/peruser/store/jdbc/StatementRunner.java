package dev.peruser.store.jdbc;

import static dev.peruser.store.jdbc.internal.Failure.DISCONNECTED;
import static dev.peruser.store.jdbc.internal.Failure.LOCKED;

import dev.peruser.StoreException;
import dev.peruser.store.Deadline;
import dev.peruser.store.Watchdog;
import dev.peruser.store.jdbc.Connections.Lease;
import dev.peruser.store.jdbc.internal.Failure;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Runs one statement on the database:
 *
 * <ol>
 *   <li>takes a connection;
 *   <li>sends one statement, in autocommit mode, under the eye of the {@link Watchdog};
 *   <li>gives the connection back;
 *   <li>if the statement met a lock, and so was not applied: waits about a millisecond and begins again, until the
 *       deadline. The wait is random, so that those who wait don't come back together. If the lock lasts, the waits
 *       become longer: hundreds of requests that ask a thousand times a second would take the processor from everybody.
 *       Nothing else is ever sent twice.
 * </ol>
 */
final class StatementRunner {
    private static final long SHORTEST_PAUSE = TimeUnit.MICROSECONDS.toNanos(500);
    private static final long LONGEST_PAUSE = TimeUnit.MICROSECONDS.toNanos(1500);
    /** Single statements never hold a lock for so long. */
    private static final long IN_A_HURRY = TimeUnit.MILLISECONDS.toNanos(100);
    /** How much longer the pauses are then. */
    private static final int PATIENCE = 25;

    private final Connections connections;
    private final Watchdog watchdog;
    private final Failures failures;

    StatementRunner(Connections connections, Watchdog watchdog, Failures failures) {
        this.connections = connections;
        this.watchdog = watchdog;
        this.failures = failures;
    }

    /** One statement of the kind {@code S}, how it is made and what is done with it. */
    interface Work<S extends Statement, T> {
        S prepare(Lease lease) throws SQLException;

        T run(Lease lease, S statement) throws SQLException;

        /** What to add to the message of a failure. */
        default String advice(Failure failure) {
            return "";
        }
    }

    <S extends Statement, T> T run(String action, Database database, Deadline deadline, Work<S, T> work) {
        @Nullable SQLException locked = null;
        long lockedSince = 0;
        while (!deadline.hasPassed()) {
            try (Lease lease = leaseInTime(action, database, deadline, locked)) {
                return attempt(database, deadline, lease, work);
            } catch (InterruptedCall interrupted) {
                throw failures.interrupted(action, interrupted.exception, locked == null ? "" : database.hint(LOCKED));
            } catch (SQLException exception) {
                Failure failure = database.failureOf(exception);
                if (failure != LOCKED) {
                    throw failures.of(action, database, exception, work.advice(failure));
                }
                lockedSince = locked == null ? System.nanoTime() : lockedSince;
                locked = exception;
            }
            pause(action, deadline, System.nanoTime() - lockedSince);
        }
        throw locked == null ? failures.late(action) : failures.of(action, database, locked);
    }

    /** If the time has gone by with waiting for a lock, that is what is told. */
    private Lease leaseInTime(String action, Database database, Deadline deadline, @Nullable SQLException locked)
            throws SQLException {
        try {
            return leaseInTime(action, database, deadline);
        } catch (StoreException failure) {
            throw locked != null && deadline.hasPassed() ? failures.of(action, database, locked) : failure;
        }
    }

    /**
     * A connection within the deadline. A pool that waits longer for one, as most do by default, is interrupted, if the
     * database takes no harm from that, and it leads to the same place whoever asks; otherwise another thread does the
     * waiting.
     */
    private Lease leaseInTime(String action, Database database, Deadline deadline) throws SQLException {
        boolean mayBeInterrupted = database.mayBeInterruptedWhileWaiting() || connections.opensElsewhere();
        if (connections.isRouted() || !mayBeInterrupted) {
            return leaseByAnotherThread(action, deadline);
        }
        awaitPermit(action, deadline); // ends by itself: only waiting for the pool has to be interrupted
        Thread waiting = Thread.currentThread();
        @Nullable Lease lease = null;
        @Nullable SQLException failure = null;
        Watchdog.Watch watch = watchdog.watch(deadline, waiting::interrupt);
        try (watch) {
            lease = lease(action, () -> Optional.of(connections.takeWithPermit()));
        } catch (SQLException exception) {
            failure = exception;
        } catch (StoreException exception) {
            if (!watch.wasInterrupted()) {
                throw exception;
            }
        }
        if (watch.wasInterrupted()) {
            var unused = Thread.interrupted(); // that was ours
        }
        if (lease != null) {
            return lease;
        }
        if (failure == null || watch.wasInterrupted()) {
            throw failures.noConnectionInTime(action);
        }
        throw failure;
    }

    private void awaitPermit(String action, Deadline deadline) {
        try {
            if (!connections.awaitPermit(deadline)) {
                throw failures.noneFreeInTime(action);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw interrupted(action, interrupted);
        }
    }

    /** A connection, within the deadline as far as the data source's own time-out allows. */
    Lease lease(String action, Deadline deadline) throws SQLException {
        return lease(action, () -> connections.take(deadline));
    }

    private Lease leaseByAnotherThread(String action, Deadline deadline) throws SQLException {
        return lease(action, () -> {
            try {
                return connections.takeByAnotherThread(deadline);
            } catch (TimeoutException late) {
                throw failures.noConnectionInTime(action);
            }
        });
    }

    private Lease lease(String action, Source source) throws SQLException {
        try {
            return source.take().orElseThrow(() -> failures.noneFreeInTime(action));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw interrupted(action, interrupted);
        } catch (StoreException late) {
            throw late;
        } catch (RuntimeException exception) {
            throw failures.noConnection(action, exception);
        }
    }

    /** Where a connection comes from, if one is free in time. */
    private interface Source {
        Optional<Lease> take() throws SQLException, InterruptedException;
    }

    private <S extends Statement, T> T attempt(Database database, Deadline deadline, Lease lease, Work<S, T> work)
            throws SQLException, InterruptedCall {
        lease.begin(database, deadline);
        S statement = work.prepare(lease);
        try (Watchdog.Watch watch = watchdog.watch(deadline, () -> database.interrupt(lease.connection(), statement))) {
            try {
                return work.run(lease, statement);
            } catch (SQLException exception) {
                Failure failure = database.failureOf(exception);
                boolean wasEnded = failure == DISCONNECTED && deadline.hasPassed();
                if ((watch.wasInterrupted() && failure != LOCKED) || wasEnded) {
                    throw new InterruptedCall(exception);
                }
                throw exception;
            }
        } finally {
            Connections.quietly(statement::close);
        }
    }

    private void pause(String action, Deadline deadline, long waitedNanos) {
        int times = waitedNanos < IN_A_HURRY ? 1 : PATIENCE;
        long pause = times * ThreadLocalRandom.current().nextLong(SHORTEST_PAUSE, LONGEST_PAUSE);
        LockSupport.parkNanos(Math.min(pause, deadline.remaining().toNanos()));
        if (Thread.currentThread().isInterrupted()) {
            throw interrupted(action, null);
        }
    }

    private StoreException interrupted(String action, @Nullable Throwable cause) {
        return failures.because(action, "the thread was interrupted while it waited; nothing was changed", cause);
    }

    /** The watchdog was there first. */
    private static final class InterruptedCall extends Exception {
        private static final long serialVersionUID = 1;

        private final SQLException exception;

        InterruptedCall(SQLException exception) {
            this.exception = exception;
        }
    }
}
