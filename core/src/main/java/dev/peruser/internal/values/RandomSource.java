package dev.peruser.internal.values;

import java.security.SecureRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * What the engine leaves to chance: random numbers, and how long those wait who met in a conflict. Tests that repeat a
 * run step by step replace it. Safe for use by many threads.
 */
public interface RandomSource {

    /** A number that can't be guessed. */
    long number();

    /** Fills an array with bits that can't be guessed. */
    void fill(byte[] secret);

    /** Waits a little, for a random time that grows with the attempts, so that those who met don't meet again. */
    void pause(int attempts);

    /** The system's. */
    static RandomSource ofSystem() {
        return new SystemRandomSource(new SecureRandom());
    }

    /** Numbers of a secure generator, and real pauses of at most 20 ms. */
    record SystemRandomSource(SecureRandom random) implements RandomSource {
        private static final int LONGEST_MICROS = 20_000;

        @Override
        public long number() {
            return random.nextLong();
        }

        @Override
        public void fill(byte[] secret) {
            random.nextBytes(secret);
        }

        @Override
        public void pause(int attempts) {
            long most = Math.min(LONGEST_MICROS, 200L << Math.min(attempts, 10));
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(most * 1_000));
        }
    }
}
