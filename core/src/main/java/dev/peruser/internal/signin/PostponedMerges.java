package dev.peruser.internal.signin;

import dev.peruser.ConflictException;
import dev.peruser.StoreException;
import dev.peruser.internal.merge.MergeDeadlineException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Merges that could not be made, and when each may be tried again: a few times with the next request, then after
 * growing pauses. One whose rule fails gets longer ones, and never takes more than a tenth of the time: so a merge that
 * costs a request all its time doesn't cost every request that. One that the store didn't make waits for seconds at
 * most. What waits loses nothing; another process tries by itself. Safe for use by many threads.
 */
final class PostponedMerges {
    private static final int MOST = 10_000;
    /** So many failures in a row, each of which took no time, make nobody wait. */
    private static final int FREE = 4;

    private static final int SHARE = 10;
    private static final long FIRST_PAUSE = Duration.ofMillis(100).toNanos();
    private static final long LONGEST_PAUSE_FOR_THE_STORE =
            Duration.ofSeconds(10).toNanos();
    private static final long LONGEST_PAUSE = Duration.ofMinutes(5).toNanos();

    private final LongSupplier nanoTime;
    private final Map<String, Failures> failures = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
            return size() > MOST;
        }
    };

    /** How often in a row, how long that took, and from when on it may be tried again. */
    private record Failures(int count, long spent, long notBefore) {}

    PostponedMerges(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Whether it may be tried now. */
    synchronized boolean isDue(String key) {
        Failures known = failures.get(key);
        return known == null || nanoTime.getAsLong() - known.notBefore >= 0;
    }

    /** Makes an attempt, and remembers whether it failed. */
    void attempt(String key, Runnable work) {
        long start = nanoTime.getAsLong();
        try {
            work.run();
            made(key);
        } catch (RuntimeException e) {
            if (isOfTheStore(e)) {
                failed(key, 0, LONGEST_PAUSE_FOR_THE_STORE);
            } else {
                failed(key, nanoTime.getAsLong() - start, LONGEST_PAUSE);
            }
            throw e;
        }
    }

    private static boolean isOfTheStore(RuntimeException reason) {
        return reason instanceof StoreException
                || (reason instanceof ConflictException && !(reason instanceof MergeDeadlineException));
    }

    private synchronized void made(String key) {
        failures.remove(key);
    }

    private synchronized void failed(String key, long spent, long longestPause) {
        Failures known = failures.remove(key);
        int count = known == null ? 1 : known.count + 1;
        long allSpent = spent + (known == null ? 0 : known.spent);
        long growing = count <= FREE ? 0 : FIRST_PAUSE << Math.min(count - FREE - 1, 12);
        long ofShare = allSpent < FIRST_PAUSE ? 0 : SHARE * allSpent;
        long pause = Math.min(longestPause, Math.max(growing, ofShare));
        failures.put(key, new Failures(count, allSpent, nanoTime.getAsLong() + pause));
    }
}
