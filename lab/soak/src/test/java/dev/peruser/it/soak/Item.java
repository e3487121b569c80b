package dev.peruser.it.soak;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Something that was added, and all that was tried with it. Times are ticks of the model's clock; 0 means never. */
final class Item {
    volatile long addAnswered;
    volatile Fate fate = Fate.PENDING;
    /** When somebody began to take it away: remove, unshelve, or archive the order that it is in. */
    volatile long takingStarted;

    volatile long takenAnswered;
    /** The device that added it, and the one that took it away: near caches hide nothing from who did it. */
    volatile String addedOn = "";

    volatile String takenOn = "";
    /** Who must have it: set when it was added by a user, or found with one while nothing else happened. */
    volatile String owner = "";

    private final List<Quantity> quantities = new CopyOnWriteArrayList<>();

    /** What became of a request. */
    enum Fate {
        PENDING,
        ACKNOWLEDGED,
        REFUSED,
        UNKNOWN
    }

    /** A quantity that was set. */
    static final class Quantity {
        final long value;
        final long started;
        volatile long answered;

        Quantity(long value, long started) {
            this.value = value;
            this.started = started;
        }
    }

    Quantity setting(long value, long now) {
        Quantity quantity = new Quantity(value, now);
        quantities.add(quantity);
        return quantity;
    }

    /** What was refused, or changed nothing. */
    void unset(Quantity quantity) {
        quantities.remove(quantity);
    }

    boolean mustBeThere(long at) {
        return fate == Fate.ACKNOWLEDGED && addAnswered < at && takingStarted == 0;
    }

    /** Whether a read that began at a time may show the quantity: it was set, and not overwritten before that. */
    boolean mayHave(long quantity, long readStarted) {
        long setAt = 0;
        boolean isKnown = quantity == 0;
        for (Quantity one : quantities) {
            if (one.value == quantity) {
                isKnown = true;
                setAt = one.answered == 0 ? Long.MAX_VALUE : one.answered;
            }
        }
        long since = setAt;
        return isKnown
                && quantities.stream()
                        .noneMatch(later -> later.value != quantity
                                && later.answered != 0
                                && later.answered < readStarted
                                && later.started > since);
    }
}
