package dev.peruser.store.redis;

import dev.peruser.StoreException;
import dev.peruser.UnusableStoreException;
import dev.peruser.store.Deadline;
import dev.peruser.store.redis.Failures.RefusedException;
import dev.peruser.store.redis.Link.NoConnectionException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Finds out about the server when the store is used first: whether it is new enough, a Cluster or not as was said,
 * whether the user has all rights, and whether it may drop sessions. If that fails, the next use tries again.
 */
final class ServerCheck {
    private static final System.Logger LOGGER = System.getLogger("dev.peruser.store.redis");
    private static final String ACTION = "make itself ready";
    /** The year 9999; the key is removed at once anyway. */
    private static final byte[] FAR = SessionHash.ascii("253402300799000");

    static final String NEEDS_HELLO =
            "the server denies HELLO, or is older than version 6: without it, changes aren't told,"
                    + " and a near cache needs that; switch the near cache off, or have HELLO allowed";

    /** So many keys are most likely on more than one node. */
    private static final int KEYS = 8;

    private static final Duration PATIENCE = Duration.ofMillis(500);
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(20);

    private final Nodes nodes;
    private final boolean isCluster;
    private final CommandRunner runner;
    private final Failures failures;
    private final String checkKey;
    private final Protocol protocol;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile boolean isReady;

    ServerCheck(
            Nodes nodes,
            boolean isCluster,
            CommandRunner runner,
            Failures failures,
            String checkKey,
            Protocol protocol) {
        this.nodes = nodes;
        this.isCluster = isCluster;
        this.runner = runner;
        this.failures = failures;
        this.checkKey = checkKey;
        this.protocol = protocol;
    }

    void ensure(Deadline deadline) {
        if (!isReady) {
            prepareOnce(deadline);
        }
    }

    private void prepareOnce(Deadline deadline) {
        boolean locked = false;
        try {
            locked = lock.tryLock(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
            if (!locked || deadline.hasPassed()) {
                throw failures.late(ACTION);
            }
            if (!isReady) {
                prepare(deadline);
                isReady = true;
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw failures.interrupted(ACTION, interrupted);
        } finally {
            if (locked) {
                lock.unlock();
            }
        }
    }

    private void prepare(Deadline deadline) throws InterruptedException {
        Map<String, String> info = info(deadline);
        checkVersion(info);
        checkMode(info);
        warnOfEviction(info);
        if (isCluster) {
            checkOneOfMany(deadline);
        } else {
            check("", deadline);
        }
    }

    /** A node may be down; that must not keep the others from being used. */
    private void checkOneOfMany(Deadline deadline) {
        StoreException last = failures.late(ACTION);
        for (int i = 0; i < KEYS && !deadline.hasPassed(); i++) {
            try {
                check(
                        Integer.toString(i),
                        PATIENCE.compareTo(deadline.remaining()) < 0 ? Deadline.after(PATIENCE) : deadline);
                return;
            } catch (UnusableStoreException clear) {
                throw clear;
            } catch (StoreException next) {
                last = next;
            }
        }
        throw last;
    }

    private void check(String suffix, Deadline deadline) {
        try {
            var unused = runner.write(ACTION, SessionHash.ascii(checkKey + suffix), deadline, attempt -> {
                Wire wire = attempt.writing();
                return attempt.await(wire, attempt.send(wire, Script.CHECK, FAR));
            });
        } catch (RefusedException refused) {
            throw isForEver(refused.refusal()) ? failures.unusable(refused) : refused;
        }
    }

    private Map<String, String> info(Deadline deadline) throws InterruptedException {
        @Nullable StoreException last = null;
        while (!deadline.hasPassed()) {
            try {
                Wire wire = nodes.any(deadline).reading().wire(deadline);
                return lines(wire.commands().info().get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS));
            } catch (NoConnectionException | ExecutionException | TimeoutException failed) {
                Throwable cause = failed.getCause() == null ? failed : failed.getCause();
                String answer = Connecting.answerIn(cause).orElse("");
                if (Refusal.isOf("HELLO", answer) || answer.contains("NOPROTO")) {
                    doWithoutHello();
                    continue;
                }
                if (Refusal.of(answer) == Refusal.UNKNOWN_COMMAND && Refusal.isOf("INFO", answer)) {
                    LOGGER.log(
                            Level.WARNING,
                            "Redis denies INFO, so PerUser can't know its version (6.2 or later is needed) and whether it"
                                    + " drops sessions when its memory is full; see to both");
                    return Map.of();
                }
                if (last == null || !(cause instanceof TimeoutException)) {
                    last = failures.noConnection(ACTION, cause);
                }
                if (isForEver(Refusal.of(answer))) {
                    throw failures.unusable(ACTION, Refusal.of(answer), cause);
                }
            }
            TimeUnit.NANOSECONDS.sleep(Math.min(PAUSE, deadline.remaining().toNanos()));
        }
        throw last == null ? failures.late(ACTION) : last;
    }

    private void doWithoutHello() {
        if (!protocol.doWithoutHello()) {
            throw failures.unusable(ACTION, NEEDS_HELLO);
        }
    }

    /** What somebody has to change before it can work. */
    private static boolean isForEver(Refusal refusal) {
        return refusal == Refusal.NOAUTH
                || refusal == Refusal.WRONGPASS
                || refusal == Refusal.NOPERM
                || refusal == Refusal.UNKNOWN_COMMAND;
    }

    private static Map<String, String> lines(String info) {
        Map<String, String> lines = new HashMap<>();
        info.lines().forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0) {
                lines.put(line.substring(0, colon), line.substring(colon + 1).trim());
            }
        });
        return lines;
    }

    private void checkVersion(Map<String, String> info) {
        String version = info.getOrDefault("redis_version", "");
        String[] parts = version.split("[.]", -1);
        if (parts.length > 1 && parts[0].matches("[0-9]{1,4}") && parts[1].matches("[0-9]{1,4}")) {
            int major = Integer.parseInt(parts[0]);
            if (major < 6 || (major == 6 && Integer.parseInt(parts[1]) < 2)) {
                throw tooOld(version);
            }
        }
    }

    private StoreException tooOld(String version) {
        return failures.unusable(
                ACTION, "the server is Redis " + version + ", and PerUser needs 6.2 or later; use that, or Valkey");
    }

    private void checkMode(Map<String, String> info) {
        String mode = info.getOrDefault("redis_mode", "");
        if (mode.equals("sentinel")) {
            throw failures.unusable(
                    ACTION, "the address is that of a Sentinel: write redis-sentinel://host:26379#name-of-the-master");
        }
        if (isCluster && mode.equals("standalone")) {
            throw failures.unusable(
                    ACTION,
                    "the server is not part of a Cluster: use RedisSessionStore.builder, in Spring Boot"
                            + " peruser.redis.url");
        }
        if (!isCluster && mode.equals("cluster")) {
            throw failures.unusable(
                    ACTION,
                    "the server is a node of a Cluster: use RedisSessionStore.clusterBuilder, in Spring Boot"
                            + " peruser.redis.cluster");
        }
    }

    private static void warnOfEviction(Map<String, String> info) {
        String policy = info.getOrDefault("maxmemory_policy", "noeviction");
        if (!policy.equals("noeviction") && !info.getOrDefault("maxmemory", "0").equals("0")) {
            LOGGER.log(
                    Level.WARNING,
                    "Redis drops sessions that have not expired when its memory is full, because maxmemory-policy is "
                            + policy + "; set maxmemory-policy noeviction, or give sessions a server of their own");
        }
    }
}
