package dev.peruser.test;

import dev.peruser.store.SessionStore;
import dev.peruser.store.tck.faults.FailingSessionStore;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The store of a test: counts what was loaded and written, and fails on demand.
 *
 * <pre>{@code
 * shop.store().faults().onWrites().fail();
 * assertThat(shop.store()).hasWrittenNothing();
 * }</pre>
 *
 * <p>A load counts when it reaches the store, a write when the store has applied it: what a fault keeps away, and a
 * save that met a newer version, don't count. Safe for use by many threads.
 */
public final class TestStore {
    private final StoreCounts counts = new StoreCounts();
    private volatile @Nullable FailingSessionStore failing;

    /** One that is in front of no store yet. */
    public TestStore() {}

    /** Puts itself in front of a store. What is returned is the store to be used. */
    public SessionStore inFrontOf(SessionStore store) {
        FailingSessionStore troubled = FailingSessionStore.of(new CountingSessionStore(store, counts));
        failing = troubled;
        return troubled;
    }

    /**
     * What happens to the next calls, for example {@code faults().onWrites().fail()}, until {@code faults().recover()}.
     *
     * @throws IllegalStateException if this is in front of no store
     */
    public FailingSessionStore faults() {
        return Objects.requireNonNullElseGet(failing, () -> {
            throw new IllegalStateException("nobody uses this store: the application builds a PerUser of its own;"
                    + " give it TestStore.inFrontOf(store)");
        });
    }

    /** How many sessions were loaded, also if there was none. */
    public int loads() {
        return counts.loads().number();
    }

    /** How many saves were applied. */
    public int saves() {
        return counts.saves().number();
    }

    /** How many deletes were applied. */
    public int deletes() {
        return counts.deletes().number();
    }

    /** How many saves and deletes were applied. */
    public int writes() {
        return saves() + deletes();
    }

    /** Begins to count anew. */
    public void forgetCounts() {
        counts.forget();
    }

    /** Ends all faults, and begins to count anew. */
    public void reset() {
        @Nullable FailingSessionStore troubled = failing;
        if (troubled != null) {
            troubled.recover();
            troubled.forgetCounts();
        }
        counts.forget();
    }

    /** Does something that doesn't count, on whichever thread: what a test prepares. */
    public void withoutCounting(Runnable work) {
        counts.pause();
        try {
            work.run();
        } finally {
            counts.resume();
        }
    }

    /** The counts, in words. */
    @Override
    public String toString() {
        return counts.toString();
    }
}
