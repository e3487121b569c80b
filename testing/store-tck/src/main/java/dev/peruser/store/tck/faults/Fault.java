package dev.peruser.store.tck.faults;

import dev.peruser.StoreException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A fault on its way: which of the calls it is for, and, said last, what happens to them. Without {@link #after},
 * {@link #times} or {@link #every} it happens to all calls from now on, until {@link FailingSessionStore#recover}.
 *
 * <p>Each fault counts the calls that it is about for itself, from when it is set. Several faults can meet one call:
 * they happen in the order in which they were set.
 */
public final class Fault {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Faults faults;
    private final Predicate<StoreCall> calls;
    private int spared;
    private int most = Integer.MAX_VALUE;
    private int every = 1;

    Fault(Faults faults, Predicate<StoreCall> calls) {
        this.faults = faults;
        this.calls = calls;
    }

    /** The next calls, so many, are spared. */
    public Fault after(int number) {
        spared = number;
        return this;
    }

    /** It happens to so many calls only. */
    public Fault times(int number) {
        most = number;
        return this;
    }

    /** It happens to one call only. */
    public Fault once() {
        return times(1);
    }

    /** It happens to every n-th call only, the n-th being the first. */
    public Fault every(int nth) {
        every = nth;
        return this;
    }

    // ---- what happens

    /** The call fails and has no effect. */
    public void fail() {
        fail(() -> new StoreException("told to fail before the call's effect"));
    }

    /** The call fails with this exception and has no effect. */
    public void fail(Supplier<? extends RuntimeException> failure) {
        run(call -> {
            throw failure.get();
        });
    }

    /** The call has its effect, and then fails: nobody hears of its answer. */
    public void loseAnswer() {
        runAfter(call -> {
            throw new StoreException("told to lose the answer, after the call's effect");
        });
    }

    /** The call waits, however late it becomes, until it is released; then it goes on. */
    public Hold hold() {
        return hold(call -> PATIENCE, () -> new IllegalStateException("nobody released the call for " + PATIENCE));
    }

    /** The call waits until its deadline and then fails without an effect. Released before that, it goes on. */
    public Hold hang() {
        return hold(
                call -> call.deadline().remaining(),
                () -> new StoreException("told to hang: no answer until the deadline"));
    }

    private Hold hold(Hold.Patience patience, Supplier<? extends RuntimeException> failure) {
        Hold hold = new Hold(patience, failure);
        add(new Happening() {
            @Override
            public void before(StoreCall call) {
                hold.keep(call);
            }

            @Override
            public void end() {
                hold.release();
            }
        });
        return hold;
    }

    /** The next calls, so many, wait for each other: none reaches the store before all have begun. */
    public void meet(int number) {
        CountDownLatch all = new CountDownLatch(number);
        run(call -> {
            all.countDown();
            if (!Hold.await(all, PATIENCE)) {
                throw new IllegalStateException("the calls never met: " + all.getCount() + " did not begin");
            }
        });
    }

    /** Something is done before the call reaches the store; what it throws, the call throws. */
    public void run(Consumer<StoreCall> work) {
        add(new Happening() {
            @Override
            public void before(StoreCall call) {
                work.accept(call);
            }
        });
    }

    /** Something is done after the call had its effect, before its answer is given. */
    public void runAfter(Consumer<StoreCall> work) {
        add(new Happening() {
            @Override
            public void after(StoreCall call) {
                work.accept(call);
            }
        });
    }

    private void add(Happening happening) {
        faults.add(new Faults.Rule(calls, spared, every, most, happening));
    }

    /** What is done around a call. */
    interface Happening {
        default void before(StoreCall call) {}

        default void after(StoreCall call) {}

        /** The fault is over. */
        default void end() {}
    }
}
