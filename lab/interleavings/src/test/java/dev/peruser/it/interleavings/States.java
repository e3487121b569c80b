package dev.peruser.it.interleavings;

/**
 * Which states were reached, and how many orders lead on from each. Keeps 128 bits of hash of a state instead of the
 * state: with ten million states, that two share them is less likely than 1 in 10²⁴.
 */
final class States {
    private static final double FULL = 0.6;
    private static final int STRIDE = 3;

    /** Two halves of the hash and the orders, side by side: a look is one miss of the processor's cache. */
    private long[] table = new long[STRIDE << 16];

    private int slots = 1 << 16;
    private int size;

    /** 128 bits of hash of some numbers. */
    record Key(long first, long second) {
        static Key of(int[] numbers) {
            long first = 0x9e3779b97f4a7c15L + numbers.length;
            long second = 0xc2b2ae3d27d4eb4fL + numbers.length;
            for (int number : numbers) {
                first = mix(first, number);
                second = mix(second, number);
            }
            return new Key(end(first), end(second));
        }

        private static long mix(long hash, int number) {
            long mixed = (hash ^ number) * 0xff51afd7ed558ccdL;
            return mixed ^ mixed >>> 32;
        }

        /** Never 0. */
        private static long end(long hash) {
            long mixed = (hash ^ hash >>> 29) * 0xc4ceb9fe1a85ec53L;
            mixed ^= mixed >>> 32;
            return mixed == 0 ? 1 : mixed;
        }
    }

    /** How many orders lead on from a state; negative if it was never reached. */
    double orders(Key state) {
        int at = at(state.first, state.second);
        return table[at] == 0 ? -1 : Double.longBitsToDouble(table[at + 2]);
    }

    void put(Key state, double count) {
        int at = at(state.first, state.second);
        if (table[at] == 0) {
            size++;
        }
        set(at, state.first, state.second, Double.doubleToRawLongBits(count));
        if (size > slots * FULL) {
            grow();
        }
    }

    private void set(int at, long first, long second, long orders) {
        table[at] = first;
        table[at + 1] = second;
        table[at + 2] = orders;
    }

    int size() {
        return size;
    }

    /** Where a state is, or would be. */
    private int at(long first, long second) {
        int slot = (int) first & slots - 1;
        while (table[slot * STRIDE] != 0 && !(table[slot * STRIDE] == first && table[slot * STRIDE + 1] == second)) {
            slot = slot + 1 & slots - 1;
        }
        return slot * STRIDE;
    }

    private void grow() {
        long[] before = table;
        slots *= 2;
        table = new long[STRIDE * slots];
        for (int i = 0; i < before.length; i += STRIDE) {
            if (before[i] != 0) {
                set(at(before[i], before[i + 1]), before[i], before[i + 1], before[i + 2]);
            }
        }
    }
}
