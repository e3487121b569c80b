package dev.peruser.migration;

import dev.peruser.store.StoredSession;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;

/**
 * What a delete leaves in the new store: whoever read the session from the old store before, in this process or in
 * another, doesn't create it again, because the key is taken. It outlives every move that was under way, and expires.
 */
final class Tombstone {
    /** Much longer than a move may take. */
    static final Duration STAYS = Duration.ofHours(1);

    private static final byte[] HEADER = "dev.peruser.migration: deleted".getBytes(StandardCharsets.US_ASCII);

    private Tombstone() {}

    static StoredSession of(StoredSession deleted, Instant now) {
        return new StoredSession(deleted.version().next(), now.plus(STAYS), HEADER, Map.of());
    }

    static boolean isOne(StoredSession session) {
        return session.attributes().isEmpty() && Arrays.equals(session.header(), HEADER);
    }
}
