package dev.peruser.store.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.peruser.store.Deadline;
import dev.peruser.store.SessionChange;
import dev.peruser.store.SessionStore;
import dev.peruser.store.SessionVersion;
import dev.peruser.store.StoredSession;
import dev.peruser.store.UserKey;
import dev.peruser.store.WriteResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Sessions to test with. */
final class Sessions {
    static final UserKey USER = new UserKey("u:realm:alice");

    private Sessions() {}

    static Deadline patience() {
        return Deadline.after(Duration.ofSeconds(30));
    }

    static Deadline soon() {
        return Deadline.after(Duration.ofMillis(500));
    }

    static StoredSession session(SessionVersion version, Map<String, byte[]> attributes) {
        return new StoredSession(version, Instant.parse("2100-01-01T00:00:00Z"), new byte[] {1}, attributes);
    }

    static StoredSession first(String text) {
        return session(SessionVersion.first(1), Map.of("text", text.getBytes(UTF_8)));
    }

    static StoredSession next(StoredSession session, String text) {
        return session(session.version().next(), Map.of("text", text.getBytes(UTF_8)));
    }

    static WriteResult createIn(SessionStore store, StoredSession session) {
        return store.save(USER, SessionChange.create(session), patience());
    }

    static WriteResult replaceIn(SessionStore store, StoredSession session, StoredSession next) {
        return store.save(USER, SessionChange.replace(session, next), patience());
    }
}
