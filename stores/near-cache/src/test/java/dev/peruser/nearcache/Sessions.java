package dev.peruser.nearcache;

import dev.peruser.store.Deadline;
import dev.peruser.store.SessionKey;
import dev.peruser.store.SessionVersion;
import dev.peruser.store.StoredSession;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Keys, sessions and deadlines for tests. */
final class Sessions {
    static final SessionKey KEY = SessionKey.parse("u::ada");

    private Sessions() {}

    static StoredSession first(String text) {
        return session(SessionVersion.first(7), text);
    }

    static StoredSession next(StoredSession before, String text) {
        return session(before.version().next(), text);
    }

    private static StoredSession session(SessionVersion version, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new StoredSession(version, Instant.parse("2100-01-01T00:00:00Z"), new byte[] {1}, Map.of("text", bytes));
    }

    static Deadline soon() {
        return Deadline.after(Duration.ofSeconds(30));
    }
}
