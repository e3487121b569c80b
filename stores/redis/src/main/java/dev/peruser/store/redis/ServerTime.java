package dev.peruser.store.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.peruser.StoreException;
import dev.peruser.store.Deadline;
import dev.peruser.store.redis.Failures.RefusedException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What the time is at the server: by {@code TIME}, or, where the user has no right to that, by how long a key has until
 * a known moment. Of a Cluster one node is asked, the same each time as long as it answers.
 */
final class ServerTime {
    private static final String ACTION = "tell its time";
    private static final Duration PATIENCE = Duration.ofMillis(500);

    /** The year 9999; the key is removed at once anyway. */
    private static final long FAR = 253_402_300_799_000L;

    /** So many keys are most likely on more than one node. */
    private static final int KEYS = 8;

    private final boolean isCluster;
    private final CommandRunner runner;
    private final Failures failures;
    private final String key;
    private volatile boolean isByKey;

    ServerTime(boolean isCluster, CommandRunner runner, Failures failures, String key) {
        this.isCluster = isCluster;
        this.runner = runner;
        this.failures = failures;
        this.key = key;
    }

    Instant now(Deadline deadline) {
        return isCluster ? ofOneOfMany(deadline) : of(SessionHash.ascii(key), deadline);
    }

    /** A node may be down; that must not keep the others from being used. */
    private Instant ofOneOfMany(Deadline deadline) {
        StoreException last = failures.late(ACTION);
        for (int i = 0; i < KEYS && !deadline.hasPassed(); i++) {
            try {
                return of(
                        SessionHash.ascii(key + i),
                        PATIENCE.compareTo(deadline.remaining()) < 0 ? Deadline.after(PATIENCE) : deadline);
            } catch (StoreException next) {
                last = next;
            }
        }
        throw last;
    }

    private Instant of(byte[] askedBy, Deadline deadline) {
        if (!isByKey) {
            try {
                return byCommand(askedBy, deadline);
            } catch (RefusedException refused) {
                if (refused.refusal() != Refusal.NOPERM && refused.refusal() != Refusal.UNKNOWN_COMMAND) {
                    throw refused;
                }
                isByKey = true; // no right to it, or it was renamed away
            }
        }
        return byKey(askedBy, deadline);
    }

    private Instant byCommand(byte[] askedBy, Deadline deadline) {
        List<byte[]> parts = runner.load(ACTION, askedBy, deadline, attempt -> {
            Wire wire = attempt.reading();
            return attempt.await(wire, wire.commands().time());
        });
        long micros = TimeUnit.SECONDS.toMicros(number(parts.get(0))) + number(parts.get(1));
        return Instant.EPOCH.plusNanos(TimeUnit.MICROSECONDS.toNanos(micros));
    }

    private static long number(byte[] digits) {
        return Long.parseLong(new String(digits, US_ASCII));
    }

    private Instant byKey(byte[] askedBy, Deadline deadline) {
        byte[] far = SessionHash.ascii(Long.toString(FAR));
        long left = runner.load(ACTION, askedBy, deadline, attempt -> {
            Wire wire = attempt.writing();
            return attempt.await(wire, attempt.send(wire, Script.TIME, far));
        });
        return Instant.ofEpochMilli(FAR - left);
    }
}
