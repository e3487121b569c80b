package dev.peruser.internal.visit;

import dev.peruser.GuestToken;
import dev.peruser.internal.codec.Header;
import dev.peruser.internal.commit.CompareAndSet;
import dev.peruser.internal.commit.EngineContext;
import dev.peruser.internal.storage.Snapshot;
import dev.peruser.store.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Finds out that nothing is stored under a guest token. That a load finds nothing doesn't tell: it may have asked a
 * copy of the database that is behind. That a session can be created there does: no session is ever created under a
 * token that a browser presents, so there is none, nor will there be one. What is created is a tombstone that says so
 * for an hour; meanwhile this process doesn't ask again.
 *
 * <p>So nobody who signs in later can get anything by the token, and the cookie need not be bound or removed: it may be
 * that of another application on the same host.
 *
 * <p>Safe for use by many threads.
 */
public final class AbsentGuests {
    private static final int MOST = 10_000;
    /** Less than the tombstone's life. */
    private static final long KNOWN_FOR = TimeUnit.MINUTES.toNanos(50);

    private final Map<String, Long> since = Collections.synchronizedMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MOST;
        }
    });

    AbsentGuests() {}

    /** Whether nothing was found, or what says that there was nothing. */
    static boolean isUnknown(Snapshot found) {
        return found.stored() == null || isTombstoneOfNothing(found);
    }

    private static boolean isTombstoneOfNothing(Snapshot found) {
        Header header = found.header();
        Header.@Nullable Target target = header.target();
        return header.state() == Header.State.ERASED
                && target != null
                && target.isOf(found.location().key());
    }

    /** Whether it was found out a short while ago. */
    boolean has(GuestToken token) {
        @Nullable Long known = since.get(token.key().text());
        return known != null && System.nanoTime() - known < KNOWN_FOR;
    }

    /**
     * Finds it out.
     *
     * @param found {@linkplain #isUnknown unknown}
     * @return false if something is there, or was just now
     */
    boolean isAbsent(EngineContext engine, GuestToken token, Snapshot found, Deadline deadline) {
        long asked = System.nanoTime();
        Instant now = engine.storage().now();
        Duration life = engine.settings().lifetimes().marker();
        boolean isKnown = isTombstoneOfNothing(found) && found.expiresAt().isAfter(now.plus(life.dividedBy(2)));
        if (!isKnown && !create(engine, found, now.plus(life), deadline)) {
            return false;
        }
        since.put(token.key().text(), isKnown ? asked - KNOWN_FOR / 2 : asked);
        return true;
    }

    private static boolean create(EngineContext engine, Snapshot found, Instant expiry, Deadline deadline) {
        Header.Target itself = new Header.Target(found.location().key().text(), 0, false);
        Header tombstone = engine.header(found).withState(Header.State.ERASED, itself);
        return new CompareAndSet(engine)
                .save(found, tombstone, Map.of(), expiry, deadline)
                .isPresent();
    }
}
