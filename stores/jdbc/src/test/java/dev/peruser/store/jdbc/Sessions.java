package dev.peruser.store.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.peruser.store.Deadline;
import dev.peruser.store.SessionChange;
import dev.peruser.store.SessionStore;
import dev.peruser.store.SessionVersion;
import dev.peruser.store.StoredSession;
import dev.peruser.store.UserKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Sessions to test with. */
final class Sessions {
    static final UserKey USER = new UserKey("u:realm:alice");
    static final UserKey OTHER = new UserKey("u:realm:bob");

    private Sessions() {}

    static Deadline patience() {
        return Deadline.after(Duration.ofSeconds(60));
    }

    static StoredSession session(SessionVersion version, String text) {
        return new StoredSession(
                version, Instant.parse("2100-01-01T00:00:00Z"), new byte[] {1}, Map.of("text", text.getBytes(UTF_8)));
    }

    static StoredSession first(String text) {
        return session(SessionVersion.first(1), text);
    }

    static StoredSession next(StoredSession session, String text) {
        return session(session.version().next(), text);
    }

    static String textOf(StoredSession session) {
        return new String(session.attributes().get("text"), UTF_8);
    }

    static SessionChange create(String text) {
        return SessionChange.create(first(text));
    }

    static StoredSession load(SessionStore store) {
        return store.load(USER, patience()).orElseThrow();
    }
}
