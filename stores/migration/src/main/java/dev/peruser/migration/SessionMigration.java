package dev.peruser.migration;

import dev.peruser.PerUserException;
import dev.peruser.SessionDataException;
import dev.peruser.StoreException;
import dev.peruser.store.Deadline;
import dev.peruser.store.EnumerableSessionStore;
import dev.peruser.store.KeyPage;
import dev.peruser.store.SessionKey;
import dev.peruser.store.SessionStore;
import dev.peruser.store.WrappingSessionStore;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Moves all sessions from one store to another, while the application runs on a {@link MovingSessionStore} of the same
 * two, or doesn't run.
 *
 * <ol>
 *   <li>Counts the keys of the old store.
 *   <li>For each key: creates the session in the new store unless it is there, reads it back and compares, removes it
 *       from the old one.
 *   <li>Does so until the old store lists nothing but what could not be moved.
 * </ol>
 *
 * <p>It can be killed at any moment and started again: what was moved is no longer in the old store. A session that
 * can't be read is counted and left where it is. If the stores fail several times one after the other, it ends with
 * that failure.
 */
public final class SessionMigration {
    private static final System.Logger LOGGER = System.getLogger("dev.peruser.migration");
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration FIRST_ANSWER = Duration.ofSeconds(10);

    private static final int PAGE = 500;
    private static final int MOST_FAILURES_IN_A_ROW = 5;

    private final EnumerableSessionStore source;
    private final Move move;
    private final int threads;
    private final Progress progress;
    private final Duration firstAnswer;

    private SessionMigration(Builder builder) {
        this.source = WrappingSessionStore.ability(builder.source, EnumerableSessionStore.class)
                .orElseThrow(() -> new IllegalArgumentException(
                        "the old store can't list its sessions: it is no EnumerableSessionStore"));
        this.move = new Move(builder.source, builder.target, builder.clock, Move.Check.READ_BACK);
        this.threads = builder.threads;
        this.progress = builder.progress;
        this.firstAnswer = builder.firstAnswer;
    }

    /** The builder of a migration out of {@code source} into {@code target}. */
    public static Builder builder(SessionStore source, SessionStore target) {
        return new Builder(source, target);
    }

    /** Hears how far it is. Called by one thread. */
    public interface Progress {
        /** Hears nothing. */
        Progress NONE = (done, total) -> {};

        /**
         * So many sessions are done.
         *
         * @param total how many there were at the start, about; -1 while they are being counted
         */
        void reached(long done, long total);
    }

    /**
     * What was done.
     *
     * @param found how many sessions the old store listed at the start, about
     * @param moved how many are now in the new store because of this run
     * @param wereThere how many the new store had already
     * @param expired how many had expired and were removed
     * @param takenMeanwhile how many the application moved, or removed, before it was their turn
     * @param left how many could not be moved and are still in the old store
     */
    public record Result(long found, long moved, long wereThere, long expired, long takenMeanwhile, long left) {
        /** Whether the old store is empty. */
        public boolean isComplete() {
            return left == 0;
        }
    }

    /**
     * Moves all.
     *
     * @throws StoreException if a store fails again and again; starting it anew goes on where it ended
     */
    public Result run() {
        long found = count();
        Tally tally = new Tally(found);
        ExecutorService workers = Executors.newFixedThreadPool(threads, runnable -> {
            Thread thread = new Thread(runnable, "peruser-migration");
            thread.setDaemon(true);
            return thread;
        });
        try {
            boolean goesOn = true;
            while (goesOn) {
                long before = tally.gone();
                long left = pass(workers, tally);
                goesOn = left > 0 && tally.gone() > before;
                tally.left = left;
            }
        } finally {
            workers.shutdownNow();
        }
        return tally.result();
    }

    private long count() {
        long counted = 0;
        Optional<String> from = Optional.empty();
        do {
            KeyPage page = source.keys(from, PAGE, Deadline.after(counted == 0 ? firstAnswer : PATIENCE));
            counted += page.keys().size();
            progress.reached(counted, -1);
            from = page.next();
        } while (from.isPresent());
        return counted;
    }

    /** Returns how many were listed and could not be moved. */
    private long pass(ExecutorService workers, Tally tally) {
        long left = 0;
        Optional<String> from = Optional.empty();
        do {
            KeyPage page = source.keys(from, PAGE, Deadline.after(PATIENCE));
            List<Future<Move.Outcome>> moves = new ArrayList<>();
            for (SessionKey key : page.keys()) {
                moves.add(workers.submit(() -> move.run(key, Deadline.after(PATIENCE))));
            }
            for (Future<Move.Outcome> one : moves) {
                left += tally.count(one) ? 0 : 1;
                progress.reached(tally.gone(), tally.found);
            }
            from = page.next();
        } while (from.isPresent());
        return left;
    }

    /** What has been done. Used by one thread. */
    private static final class Tally {
        private final long found;
        private final Map<Move.Outcome, Long> outcomes = new EnumMap<>(Move.Outcome.class);
        private long left;
        private int failuresInARow;

        Tally(long found) {
            this.found = found;
        }

        long gone() {
            return outcomes.values().stream().mapToLong(Long::longValue).sum();
        }

        /** Whether the session is no longer in the old store. */
        boolean count(Future<Move.Outcome> one) {
            try {
                outcomes.merge(one.get(), 1L, Long::sum);
                failuresInARow = 0;
                return true;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StoreException("interrupted; start it again to go on", e);
            } catch (ExecutionException e) {
                failed(e.getCause() instanceof PerUserException failure ? failure : unexpected(e));
                return false;
            }
        }

        private void failed(PerUserException failure) {
            if (failure instanceof SessionDataException) {
                LOGGER.log(Level.WARNING, "A session can't be read and stays in the old store", failure);
                failuresInARow = 0;
                return;
            }
            LOGGER.log(Level.WARNING, "A session could not be moved now", failure);
            failuresInARow++;
            if (failuresInARow >= MOST_FAILURES_IN_A_ROW) {
                throw failure;
            }
        }

        private static StoreException unexpected(ExecutionException e) {
            return new StoreException("a store failed in a way that it shouldn't", e);
        }

        private long number(Move.Outcome outcome) {
            return outcomes.getOrDefault(outcome, 0L);
        }

        Result result() {
            return new Result(
                    found,
                    number(Move.Outcome.MOVED),
                    number(Move.Outcome.WAS_THERE),
                    number(Move.Outcome.EXPIRED),
                    number(Move.Outcome.ABSENT),
                    left);
        }
    }

    /** Builds a {@link SessionMigration}. Not safe for use by many threads. */
    public static final class Builder {
        private final SessionStore source;
        private final SessionStore target;
        private int threads = 4;
        private Progress progress = Progress.NONE;
        private Optional<InstantSource> clock = Optional.empty();
        private Duration firstAnswer = FIRST_ANSWER;

        private Builder(SessionStore source, SessionStore target) {
            this.source = Objects.requireNonNull(source, "source");
            this.target = Objects.requireNonNull(target, "target");
        }

        /** How many sessions are moved at once; default 4, from 1 to 64. */
        public Builder threads(int number) {
            if (number < 1 || number > 64) {
                throw new IllegalArgumentException("threads must be from 1 to 64, was " + number);
            }
            this.threads = number;
            return this;
        }

        /** Hears how far it is; by default nobody does. */
        public Builder progress(Progress hearer) {
            this.progress = Objects.requireNonNull(hearer, "progress");
            return this;
        }

        /**
         * How long the old store may take for its first answer, so that a wrong address is noticed soon; default 10
         * seconds.
         */
        public Builder firstAnswer(Duration within) {
            if (within.isNegative() || within.isZero()) {
                throw new IllegalArgumentException("firstAnswer must be longer than nothing, was " + within);
            }
            this.firstAnswer = within;
            return this;
        }

        /** What the time is; default the old store's clock, or the system's if that store has none. */
        public Builder clock(InstantSource source) {
            this.clock = Optional.of(source);
            return this;
        }

        /**
         * The migration, not yet begun.
         *
         * @throws IllegalArgumentException if the old store can't list its sessions
         */
        public SessionMigration build() {
            return new SessionMigration(this);
        }
    }
}
