package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.IntFunction;

/**
 * What a piece of work takes, in units that don't depend on the machine: comparisons of {@link Scalar}s, and bytes that
 * were allocated. Whatever is quadratic shows in one of them.
 */
final class Effort {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int SMALL = 500;
    private static final int LARGE = 10 * SMALL;

    /** Ten times as much to do takes 10 · log(5,000) / log(500) = 13.7 times as long if it is n log n. */
    private static final int MOST = 17;

    private static long comparisons;

    private Effort() {}

    /** A value that counts how often it is compared, and whose hash code can be chosen. */
    record Scalar(String text, int hash) implements Comparable<Scalar> {
        @Override
        public boolean equals(Object other) {
            comparisons++;
            return other instanceof Scalar scalar && text.equals(scalar.text);
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public int compareTo(Scalar other) {
            comparisons++;
            return text.compareTo(other.text);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** What one run took. */
    record Taken(long comparisons, long bytes) {}

    /** Ten times as much to do takes hardly more than ten times as long. */
    static void growsLikeNLogN(String what, IntFunction<Runnable> work) {
        Taken small = taken(work.apply(SMALL));
        Taken large = taken(work.apply(LARGE));
        assertThat(large.comparisons())
                .as("%s: comparisons at %,d and %,d: %s, %s", what, SMALL, LARGE, small, large)
                .isLessThanOrEqualTo(MOST * Math.max(small.comparisons(), SMALL));
        assertThat(large.bytes())
                .as("%s: bytes at %,d and %,d: %s, %s", what, SMALL, LARGE, small, large)
                .isLessThanOrEqualTo(MOST * Math.max(small.bytes(), 100 * SMALL));
    }

    static Taken taken(Runnable work) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        comparisons = 0;
        work.run();
        return new Taken(comparisons, THREADS.getCurrentThreadAllocatedBytes() - before);
    }
}
