package dev.peruser.store.redis;

import dev.peruser.StoreException;
import dev.peruser.store.Deadline;
import dev.peruser.store.Watchdog;
import dev.peruser.store.redis.Failures.RefusedException;
import dev.peruser.store.redis.Link.NoConnectionException;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScriptOutputType;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Sends one command to the server of a key:
 *
 * <ol>
 *   <li>takes the connection to it, and makes one if there is none;
 *   <li>sends the command, once, and waits for the answer until the deadline;
 *   <li>if the answer shows that nothing was done, and may be done in a moment (see {@link Refusal#passes}), or nothing
 *       could be sent: waits a moment, and begins again;
 *   <li>if the connection was lost before the answer came, a load begins again, too. A write does not: its outcome is
 *       unknown.
 * </ol>
 *
 * <p>A command that is not answered by its deadline may be carried out later, when a server that hung goes on. It still
 * changes something only if the version that it expects is stored then. If nothing at all came back over the connection
 * meanwhile, that is given up, so that commands don't pile up there.
 */
final class CommandRunner {
    private static final long SHORTEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(25);

    /** So often another place, or the script's text, is tried at once. */
    private static final int ATTEMPTS_IN_A_HURRY = 3;

    private final Nodes nodes;
    private final ChangeFeed changes;
    private final Failures failures;
    private final Watchdog watchdog;

    CommandRunner(Nodes nodes, ChangeFeed changes, Failures failures, Watchdog watchdog) {
        this.nodes = nodes;
        this.changes = changes;
        this.failures = failures;
        this.watchdog = watchdog;
    }

    /** What to send, and what to make of the answer. */
    interface Work<T> {
        /** Sends it. After NOSCRIPT it is asked again, with the script's text instead of its hash. */
        T run(Attempt attempt) throws ExecutionException, TimeoutException, InterruptedException, NoConnectionException;
    }

    <T> T load(String action, byte[] key, Deadline deadline, Work<T> work) {
        return run(action, key, deadline, true, work);
    }

    <T> T write(String action, byte[] key, Deadline deadline, Work<T> work) {
        return run(action, key, deadline, false, work);
    }

    private <T> T run(String action, byte[] key, Deadline deadline, boolean isRepeatable, Work<T> work) {
        @Nullable StoreException last = null;
        @Nullable Node asked = null;
        boolean wantsText = false;
        int hurried = 0;
        while (!deadline.hasPassed()) {
            Attempt attempt = new Attempt(key, deadline, asked != null, wantsText);
            @Nullable Node node = null;
            try {
                node = asked == null ? nodes.of(key, deadline) : asked;
                asked = null;
                attempt.node = node;
                return work.run(attempt);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw failures.interrupted(action, interrupted);
            } catch (NoConnectionException nothingSent) {
                if (last == null || !(nothingSent.getCause() instanceof TimeoutException)) {
                    last = failures.noConnection(action, nothingSent.getCause());
                }
                if (node != null) {
                    nodes.refused(Refusal.CLUSTERDOWN, "", node, deadline);
                }
            } catch (TimeoutException late) {
                attempt.giveUpIfDead();
                String reason = "the server gave no answer before the deadline" + earlier(last);
                throw isRepeatable ? failures.because(action, reason, late) : failures.unknown(action, reason, late);
            } catch (ExecutionException | CancellationException failed) {
                Throwable cause = failed.getCause() == null ? failed : failed.getCause();
                if (cause instanceof RedisCommandExecutionException answer) {
                    Refusal refusal = Refusal.of(String.valueOf(answer.getMessage()));
                    last = failures.of(action, refusal, answer);
                    if (!refusal.passes()) {
                        throw last;
                    }
                    wantsText |= refusal == Refusal.NOSCRIPT;
                    if (refusal == Refusal.ASK) {
                        asked = nodes.named(String.valueOf(answer.getMessage()));
                    } else if (node != null) {
                        nodes.refused(refusal, String.valueOf(answer.getMessage()), node, deadline);
                    }
                    if (refusal.isAnsweredElsewhere() && ++hurried < ATTEMPTS_IN_A_HURRY) {
                        continue;
                    }
                } else if (isRepeatable) {
                    last = failures.because(action, "the connection was lost", cause);
                } else {
                    throw failures.unknown(action, "the connection was lost before the answer came", cause);
                }
            } catch (RedisException notAccepted) {
                // More commands wait for answers than may.
                last = failures.because(
                        action,
                        "the server is too slow for so many requests; see its slow log, and what else uses it",
                        notAccepted);
            }
            pause(action, deadline);
        }
        throw last == null ? failures.late(action) : last;
    }

    /** What the server said to an attempt before the one that it didn't answer. */
    private static String earlier(@Nullable StoreException last) {
        return last instanceof RefusedException refused
                ? " (before that: " + refused.refusal().explanation() + ")"
                : "";
    }

    private void pause(String action, Deadline deadline) {
        long pause = ThreadLocalRandom.current().nextLong(SHORTEST_PAUSE, LONGEST_PAUSE);
        LockSupport.parkNanos(Math.min(pause, deadline.remaining().toNanos()));
        if (Thread.currentThread().isInterrupted()) {
            throw failures.because(action, "the thread was interrupted while it waited; nothing was changed", null);
        }
    }

    /** One time of sending. */
    final class Attempt {
        private final byte[] key;
        private final Deadline deadline;
        private final boolean isAsking;
        private final boolean wantsText;
        private final long begun = System.nanoTime();
        private @Nullable Node node;
        private @Nullable Link link;
        private @Nullable Wire wire;

        private Attempt(byte[] key, Deadline deadline, boolean isAsking, boolean wantsText) {
            this.key = key;
            this.deadline = deadline;
            this.isAsking = isAsking;
            this.wantsText = wantsText;
        }

        /** The connection for loads, over which changes are told if somebody observes them. */
        Wire reading() throws NoConnectionException, ExecutionException, TimeoutException, InterruptedException {
            return tracked(open(node().reading()));
        }

        /** The connection for the writes of this key; later changes by others are told over it, too. */
        Wire writing() throws NoConnectionException, ExecutionException, TimeoutException, InterruptedException {
            return tracked(open(node().writing(key)));
        }

        private Wire tracked(Wire open) throws ExecutionException, TimeoutException, InterruptedException {
            if (changes.isObserved()) {
                awaitTracking(open);
            }
            return open;
        }

        private Node node() {
            if (node == null) {
                throw new IllegalStateException("no node was chosen");
            }
            return node;
        }

        private Wire open(Link chosen) throws NoConnectionException, InterruptedException {
            Wire open = chosen.wire(deadline);
            link = chosen;
            wire = open;
            if (isAsking) {
                // If another thread's command gets in between, the answer is MOVED, and all begins again.
                var unused = open.commands().asking();
            }
            return open;
        }

        /** What everybody who uses the connection waits for, so nobody may cancel it. */
        private void awaitTracking(Wire over) throws ExecutionException, TimeoutException, InterruptedException {
            Future<?> tracking = over.track();
            boolean wasDone = tracking.isDone();
            var unused = tracking.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
            if (!wasDone) {
                over.answered();
            }
        }

        /** The answer to a command of this attempt, which is cancelled at the deadline. */
        <T> T await(Wire over, Future<T> answer) throws ExecutionException, TimeoutException, InterruptedException {
            try (Watchdog.Watch watch = watchdog.watch(deadline, () -> answer.cancel(false))) {
                try {
                    T result = answer.get();
                    over.answered();
                    return result;
                } catch (ExecutionException failed) {
                    if (failed.getCause() instanceof RedisCommandExecutionException) {
                        over.answered();
                    }
                    throw failed;
                } catch (CancellationException cancelled) {
                    if (watch.wasInterrupted()) {
                        throw new TimeoutException();
                    }
                    throw cancelled;
                }
            }
        }

        /** Sends a script. */
        RedisFuture<Long> send(Wire over, Script script, byte[]... arguments) {
            byte[][] keys = {key};
            return wantsText
                    ? over.commands().eval(script.source(), ScriptOutputType.INTEGER, keys, arguments)
                    : over.commands().evalsha(script.hash(), ScriptOutputType.INTEGER, keys, arguments);
        }

        Duration remaining() {
            return deadline.remaining();
        }

        private void giveUpIfDead() {
            if (link != null && wire != null && !wire.hasAnsweredSince(begun)) {
                link.drop(wire);
            }
        }
    }
}
