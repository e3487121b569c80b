package dev.peruser.internal.storage;

import dev.peruser.StoreException;
import dev.peruser.store.ClockedSessionStore;
import dev.peruser.store.Deadline;
import dev.peruser.store.SessionStore;
import dev.peruser.store.WrappingSessionStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the time is, the same for all servers on one store: the store's own, if it has a clock, else this server's.
 *
 * <ol>
 *   <li>The store is asked at the first use, and by one call a minute from then on. In between this process's monotonic
 *       clock counts on from the answer, so a step of the server's clock changes nothing.
 *   <li>If the server's clock and the monotonic one don't go alike (a step, or a machine that slept), the store is
 *       asked by the next call.
 *   <li>If it can't be asked again, what is known goes on to hold. If it never could, the call fails as the store does.
 *   <li>A clock that stands still is moved by a test, and is the time for all.
 *   <li>A server's clock that is far from the store's is told of: it does no harm here, but the application may use it.
 * </ol>
 *
 * <p>Safe for use by many threads.
 */
public final class StoreClock {
    /** By how much a server's clock may differ without a word. */
    static final Duration TOLERATED = Duration.ofSeconds(10);

    private static final long ASKED_EVERY = TimeUnit.MINUTES.toNanos(1);
    private static final long ASKED_AT_MOST_EVERY = TimeUnit.SECONDS.toNanos(1);
    private static final long ASKED_AGAIN_AFTER = TimeUnit.SECONDS.toNanos(10);
    private static final long TOLD_EVERY = TimeUnit.HOURS.toNanos(1);
    private static final long STEP_MILLIS = 1_000;
    /** A server that has just started is busy: its first question may take seconds, and is asked again then. */
    private static final long LONG_TRIP = TimeUnit.MILLISECONDS.toNanos(500);

    private static final int MOST_REPETITIONS = 2;
    /** Any clock that runs goes on by then. */
    private static final long STANDS_STILL = TimeUnit.MILLISECONDS.toNanos(3);

    private final Optional<ClockedSessionStore> store;
    private final InstantSource own;
    private final Consumer<Duration> difference;
    private final AtomicBoolean asking = new AtomicBoolean();
    private volatile @Nullable Answer answer;
    private volatile long askedAt;
    private volatile @Nullable Long failedAt;
    private volatile @Nullable Long toldAt;

    /**
     * Creates it.
     *
     * @param difference told, after each question, by how much the server's clock is ahead of the store's
     */
    public StoreClock(SessionStore store, InstantSource own, Consumer<Duration> difference) {
        this.store = WrappingSessionStore.ability(store, ClockedSessionStore.class);
        this.own = own;
        this.difference = difference;
    }

    /**
     * What the store said.
     *
     * @param nanoTime what the monotonic clock showed then
     * @param ownTime what the server's own clock showed then
     * @param isOwnTheTime whether the server's own clock is moved by hand
     */
    private record Answer(Instant time, long nanoTime, Instant ownTime, boolean isOwnTheTime) {
        Instant now() {
            return time.plusNanos(System.nanoTime() - nanoTime);
        }
    }

    Instant now() {
        @Nullable Answer known = answer;
        return known == null || known.isOwnTheTime ? own.instant() : known.now();
    }

    /** Whether the store need not be asked before {@link #now} is used. */
    boolean isKnown() {
        return store.isEmpty() || answer != null;
    }

    /** Whether {@link #keepUp} would ask nothing. */
    boolean isUpToDate() {
        @Nullable Answer known = answer;
        return store.isEmpty() || (known != null && !isDue(known));
    }

    /**
     * Asks the store if that is due.
     *
     * @throws StoreException if it could not be asked, and never could
     */
    void keepUp(Deadline deadline) {
        @Nullable Answer known = answer;
        if (store.isEmpty() || (known != null && !isDue(known))) {
            return;
        }
        if (known == null) {
            ask(deadline);
        } else if (asking.compareAndSet(false, true)) {
            try {
                ask(deadline);
            } catch (RuntimeException e) {
                Log.debug("the session store could not be asked for its time now", e);
            } finally {
                asking.set(false);
            }
        }
    }

    /** As {@link #keepUp}, for what can do without: not at each call, and never failing. */
    void keepUpIfPossible(Deadline deadline) {
        if (hasFailedLately()) {
            return;
        }
        try {
            keepUp(deadline);
        } catch (RuntimeException e) {
            Log.debug("the session store could not be asked for its time", e);
        }
    }

    /** Whether the store could not answer a moment ago, and never has. */
    boolean hasFailedLately() {
        @Nullable Long failed = failedAt;
        return !isKnown() && failed != null && System.nanoTime() - failed < ASKED_AGAIN_AFTER;
    }

    private boolean isDue(Answer known) {
        if (known.isOwnTheTime) {
            return false;
        }
        long nanoTime = System.nanoTime();
        long sinceAsked = nanoTime - askedAt;
        if (sinceAsked >= ASKED_EVERY || sinceAsked < ASKED_AT_MOST_EVERY) {
            return sinceAsked >= ASKED_EVERY;
        }
        long passed = TimeUnit.NANOSECONDS.toMillis(nanoTime - known.nanoTime);
        return Math.abs(own.millis() - known.ownTime.toEpochMilli() - passed) > STEP_MILLIS;
    }

    /**
     * Asks the store, whatever is known.
     *
     * @throws StoreException if that is not possible
     */
    void ask(Deadline deadline) {
        if (store.isEmpty()) {
            return;
        }
        @Nullable Answer known = answer;
        askedAt = System.nanoTime();
        Trip first = firstTrip(store.get(), deadline);
        Trip shortest = first;
        for (int again = 0; again < MOST_REPETITIONS && shortest.isLong() && !deadline.hasPassed(); again++) {
            shortest = shorter(shortest, store.get(), deadline);
        }
        boolean isOwnTheTime = known == null ? standsStill(first.ownBefore, first.sent) : known.isOwnTheTime;
        Answer fresh = shortest.answer(isOwnTheTime);
        answer = fresh;
        if (!isOwnTheTime) {
            tell(Duration.between(fresh.time, fresh.ownTime));
        }
    }

    /** A question and its answer: when in between the store looked at its clock is not known. */
    private record Trip(Instant time, Instant ownBefore, long sent, long took) {
        boolean isLong() {
            return took > LONG_TRIP;
        }

        Answer answer(boolean isOwnTheTime) {
            return new Answer(time, sent + took / 2, ownBefore.plusNanos(took / 2), isOwnTheTime);
        }
    }

    private Trip trip(ClockedSessionStore asked, Deadline deadline) {
        Instant ownBefore = own.instant();
        long sent = System.nanoTime();
        Instant time = asked.time(deadline);
        return new Trip(time, ownBefore, sent, System.nanoTime() - sent);
    }

    private Trip firstTrip(ClockedSessionStore asked, Deadline deadline) {
        try {
            return trip(asked, deadline);
        } catch (RuntimeException e) {
            failedAt = System.nanoTime();
            throw e;
        }
    }

    private Trip shorter(Trip known, ClockedSessionStore asked, Deadline deadline) {
        try {
            Trip other = trip(asked, deadline);
            return other.took < known.took ? other : known;
        } catch (StoreException e) {
            Log.debug("the session store could not be asked for its time again", e);
            return known;
        }
    }

    private boolean standsStill(Instant before, long since) {
        while (own.instant().equals(before)) {
            if (System.nanoTime() - since >= STANDS_STILL) {
                return true;
            }
            LockSupport.parkNanos(STANDS_STILL / 3);
        }
        return false;
    }

    private void tell(Duration ahead) {
        difference.accept(ahead);
        @Nullable Long told = toldAt;
        if (ahead.abs().compareTo(TOLERATED) > 0 && (told == null || System.nanoTime() - told >= TOLD_EVERY)) {
            toldAt = System.nanoTime();
            Log.warn("peruser.clock-differs: this server's clock is "
                    + ahead.abs().toSeconds() + " s "
                    + (ahead.isNegative() ? "behind" : "ahead of")
                    + " that of the session store. Sessions expire by the"
                    + " store's, so nothing is lost; but synchronize the clocks (NTP), because others rely on them");
        }
    }
}
