package dev.peruser.internal.values;

/**
 * Where long work asks now and then whether it may go on: each step is counted, and every 1,024th one looks, which
 * throws if the time is over. Not safe for use by many threads.
 */
public final class Checkpoint {
    private static final int STEPS_BETWEEN_LOOKS = 1_024;

    private final Runnable look;
    private long steps;
    private long nextLook = STEPS_BETWEEN_LOOKS;

    /**
     * One that looks.
     *
     * @param look throws if the work is to end; what has been done so far is given up
     */
    public Checkpoint(Runnable look) {
        this.look = look;
    }

    /** For work that may take as long as it takes. */
    public static Checkpoint none() {
        return new Checkpoint(() -> {});
    }

    /** One step of the work. */
    public void step() {
        steps(1);
    }

    /** Several steps of the work, as many as it takes a moment to make. */
    public void steps(int count) {
        steps += count;
        if (steps >= nextLook) {
            nextLook = steps + STEPS_BETWEEN_LOOKS;
            look.run();
        }
    }

    /** How many there were so far. */
    public long count() {
        return steps;
    }
}
