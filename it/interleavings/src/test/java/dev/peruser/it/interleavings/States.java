package dev.peruser.it.interleavings;

/**
 * Which states were reached, and how many orders lead on from each. Keeps 128 bits of hash of a state instead of the
 * state: with ten million states, that two share them is less likely than 1 in 10²⁴.
 */
final class States {
    private static final double FULL = 0.6;

    private long[] high = new long[1 << 16];
    private long[] low = new long[1 << 16];
    private double[] orders = new double[1 << 16];
    private int size;

    /** How many orders lead on from a state; negative if it was never reached. */
    double orders(int[] state) {
        int slot = slot(hash(state, 0x9e3779b97f4a7c15L), hash(state, 0xc2b2ae3d27d4eb4fL));
        return low[slot] == 0 ? -1 : orders[slot];
    }

    void put(int[] state, double count) {
        long first = hash(state, 0x9e3779b97f4a7c15L);
        long second = hash(state, 0xc2b2ae3d27d4eb4fL);
        int slot = slot(first, second);
        if (low[slot] == 0) {
            size++;
            high[slot] = first;
            low[slot] = second;
        }
        orders[slot] = count;
        if (size > high.length * FULL) {
            grow();
        }
    }

    int size() {
        return size;
    }

    private int slot(long first, long second) {
        int mask = high.length - 1;
        int slot = (int) first & mask;
        while (low[slot] != 0 && !(high[slot] == first && low[slot] == second)) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        long[] highBefore = high;
        long[] lowBefore = low;
        double[] ordersBefore = orders;
        high = new long[highBefore.length * 2];
        low = new long[high.length];
        orders = new double[high.length];
        for (int i = 0; i < highBefore.length; i++) {
            if (lowBefore[i] != 0) {
                int slot = slot(highBefore[i], lowBefore[i]);
                high[slot] = highBefore[i];
                low[slot] = lowBefore[i];
                orders[slot] = ordersBefore[i];
            }
        }
    }

    /** Never 0. */
    private static long hash(int[] state, long seed) {
        long hash = seed + state.length;
        for (int number : state) {
            hash = (hash ^ number) * 0xff51afd7ed558ccdL;
            hash ^= hash >>> 32;
        }
        hash = (hash ^ (hash >>> 29)) * 0xc4ceb9fe1a85ec53L;
        hash ^= hash >>> 32;
        return hash == 0 ? 1 : hash;
    }
}
