package dev.peruser.it.interleavings;

import dev.peruser.internal.values.RandomSource;
import java.nio.ByteBuffer;

/** The same numbers at each run, and no pauses. */
final class SteadyRandomSource implements RandomSource {
    private final long seed;
    private long numbers;

    SteadyRandomSource(long seed) {
        this.seed = seed;
    }

    @Override
    public long number() {
        long mixed = seed * 1_000_003 + ++numbers;
        mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }

    @Override
    public void fill(byte[] secret) {
        ByteBuffer buffer = ByteBuffer.wrap(secret);
        while (buffer.remaining() >= Long.BYTES) {
            buffer.putLong(number());
        }
    }

    @Override
    public void pause(int attempts) {
        // nobody is met twice
    }
}
