package dev.peruser.it;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Does pieces of work on eight threads; closing it waits for all, and fails if one failed. */
final class Parallel implements AutoCloseable {
    private static final int THREADS = 8;

    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final List<Future<?>> begun = new ArrayList<>();

    void run(Runnable work) {
        begun.add(threads.submit(work));
    }

    @Override
    public void close() throws Exception {
        for (Future<?> one : begun) {
            one.get();
        }
        threads.shutdown();
    }
}
