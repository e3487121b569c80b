package dev.peruser.store.jdbc;

import dev.peruser.store.Deadline;
import dev.peruser.store.jdbc.Connections.Lease;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Threads that wait for connections as long as the pool says, so that a call doesn't have to. For databases that lose
 * their files if a thread that opens them is interrupted, and for data sources that look at the thread.
 *
 * <ol>
 *   <li>A call asks for a connection, and waits for it until its deadline.
 *   <li>One of the threads takes the connection. If the call has given up by then, the connection goes back at once.
 *   <li>There are few of them: if all wait, further calls wait for a thread, and one that gives up leaves the queue.
 *   <li>They end after some idle time, and never keep the process from ending.
 * </ol>
 */
final class PatientThreads implements AutoCloseable {
    private static final int MOST = 16;
    private static final int IDLE_SECONDS = 10;

    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            MOST, MOST, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), PatientThreads::thread);

    PatientThreads() {
        threads.allowCoreThreadTimeOut(true);
    }

    private static Thread thread(Runnable work) {
        // Nothing that is bound to the thread which happens to begin it, as a transaction may be.
        Thread thread = new Thread(null, work, "peruser session store connections", 0, false);
        thread.setDaemon(true);
        return thread;
    }

    /** How a connection is taken. One of the two is called. */
    interface Taking {
        Lease take() throws SQLException;

        /** Nobody waits any more. */
        void giveUp();
    }

    /**
     * A connection that one of the threads has taken.
     *
     * @throws TimeoutException if it is not there at the deadline
     */
    Lease take(Taking taking, Deadline deadline) throws SQLException, InterruptedException, TimeoutException {
        CompletableFuture<Lease> result = new CompletableFuture<>();
        Runnable task = () -> run(taking, result);
        threads.execute(task);
        try {
            return result.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | InterruptedException tooLate) {
            boolean isGivenUp = result.cancel(false);
            if (threads.remove(task)) {
                taking.giveUp();
            }
            if (isGivenUp) {
                throw tooLate;
            }
            if (tooLate instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            return resultOf(result); // it came at the last moment
        } catch (ExecutionException failed) {
            throw failureOf(failed);
        }
    }

    private static void run(Taking taking, CompletableFuture<Lease> result) {
        if (result.isDone()) {
            taking.giveUp();
            return;
        }
        try {
            Lease lease = taking.take();
            if (!result.complete(lease)) {
                lease.close();
            }
        } catch (SQLException | RuntimeException | Error failure) {
            result.completeExceptionally(failure);
        }
    }

    private static Lease resultOf(CompletableFuture<Lease> result) throws SQLException, InterruptedException {
        try {
            return result.get();
        } catch (ExecutionException failed) {
            throw failureOf(failed);
        }
    }

    private static SQLException failureOf(ExecutionException failed) {
        Throwable cause = failed.getCause();
        if (cause instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof SQLException failure ? failure : new SQLException(cause);
    }

    /** Threads that still wait for a connection give it back when it comes. */
    @Override
    public void close() {
        threads.shutdown();
    }
}
