package dev.peruser.internal;

import dev.peruser.internal.storage.Log;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Purges from time to time, on one daemon thread, at other moments than other servers that started together with this
 * one.
 */
public final class Purger {
    static final int STEP = 200;

    private final Runnable prepare;
    private final Runnable purge;
    private final Duration interval;
    private @Nullable ScheduledExecutorService thread;

    /**
     * Creates it.
     *
     * @param prepare what is done once, when it starts
     */
    Purger(Runnable prepare, Runnable purge, Duration interval) {
        this.prepare = prepare;
        this.purge = purge;
        this.interval = interval;
    }

    synchronized void start() {
        if (thread == null) {
            ScheduledExecutorService started = Executors.newSingleThreadScheduledExecutor(runnable -> {
                Thread daemon = new Thread(runnable, "peruser-purge");
                daemon.setDaemon(true);
                return daemon;
            });
            started.execute(prepare);
            long millis = interval.toMillis();
            long first = ThreadLocalRandom.current().nextLong(millis);
            var unused = started.scheduleWithFixedDelay(this::purgeQuietly, first, millis, TimeUnit.MILLISECONDS);
            thread = started;
        }
    }

    private void purgeQuietly() {
        try {
            purge.run();
        } catch (RuntimeException e) {
            Log.warn("peruser.purge-failed: expired sessions could not be purged now", e);
        }
    }

    synchronized void close() {
        ScheduledExecutorService running = thread;
        if (running != null) {
            running.shutdownNow();
            thread = null;
        }
    }
}
