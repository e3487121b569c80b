package dev.peruser.store.tck;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Threads that start together. */
final class Race implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final int threads;
    private final ExecutorService executor;

    Race(int threads) {
        this.threads = threads;
        executor = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "session store contract");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** What one of the threads does. */
    interface Runner<T> {
        T run(int number) throws Exception;
    }

    /** Lets each thread do it, all at once, and returns what each got. A failure of one is thrown. */
    <T> List<T> run(Runner<T> runner) throws Exception {
        return run(runner, PATIENCE);
    }

    /**
     * The same, with a time by which all must have ended.
     *
     * @throws TimeoutException if one has not; it is interrupted
     */
    <T> List<T> run(Runner<T> runner, Duration patience) throws Exception {
        CyclicBarrier start = new CyclicBarrier(threads);
        List<Callable<T>> tasks = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            int number = i;
            tasks.add(() -> {
                start.await();
                return runner.run(number);
            });
        }
        List<T> results = new ArrayList<>();
        for (Future<T> future : executor.invokeAll(tasks, patience.toMillis(), TimeUnit.MILLISECONDS)) {
            results.add(resultOf(future));
        }
        return results;
    }

    private static <T> T resultOf(Future<T> future) throws Exception {
        if (future.isCancelled()) {
            throw new TimeoutException("a call has not ended in time");
        }
        try {
            return future.get();
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof Exception exception) {
                throw exception;
            }
            if (failure.getCause() instanceof Error error) {
                throw error;
            }
            throw failure;
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
