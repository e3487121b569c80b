package dev.peruser.migration;

import dev.peruser.store.Deadline;
import dev.peruser.store.EnumerableSessionStore;
import dev.peruser.store.KeyPage;
import dev.peruser.store.SessionChange;
import dev.peruser.store.SessionKey;
import dev.peruser.store.SessionStore;
import dev.peruser.store.SessionVersion;
import dev.peruser.store.StoredSession;
import dev.peruser.store.WrappingSessionStore;
import dev.peruser.store.WriteResult;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Sessions for tests. */
final class Sessions {
    static final SessionKey KEY = SessionKey.parse("u::ada");
    static final Instant FAR = Instant.parse("2100-01-01T00:00:00Z");

    private Sessions() {}

    static StoredSession session(long incarnation, String text) {
        return session(SessionVersion.first(incarnation), text, FAR);
    }

    static StoredSession session(SessionVersion version, String text, Instant expiresAt) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new StoredSession(version, expiresAt, new byte[] {1, 2}, Map.of("text", bytes, "other", new byte[0]));
    }

    static void create(SessionStore store, SessionKey key, StoredSession session) {
        if (store.save(key, SessionChange.create(session), soon()) != WriteResult.APPLIED) {
            throw new AssertionError("was there already");
        }
    }

    /** So many sessions, each with a text of its own. */
    static void fill(SessionStore store, int sessions) {
        for (int i = 0; i < sessions; i++) {
            create(store, SessionKey.parse("u::" + i), session(i + 1, "session " + i));
        }
    }

    static Map<String, StoredSession> content(SessionStore store) {
        Map<String, StoredSession> content = new TreeMap<>();
        EnumerableSessionStore enumerable = WrappingSessionStore.ability(store, EnumerableSessionStore.class)
                .orElseThrow();
        Optional<String> from = Optional.empty();
        do {
            KeyPage page = enumerable.keys(from, 100, soon());
            page.keys().forEach(key -> store.load(key, soon()).ifPresent(session -> content.put(key.text(), session)));
            from = page.next();
        } while (from.isPresent());
        return content;
    }

    static Deadline soon() {
        return Deadline.after(Duration.ofSeconds(30));
    }
}
