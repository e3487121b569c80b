package dev.peruser.migration.command;

import static java.nio.charset.StandardCharsets.UTF_8;

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
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Sessions for tests. */
final class Sessions {
    private Sessions() {}

    /** So many sessions, each with a text of its own. */
    static void fill(SessionStore store, int sessions) {
        for (int i = 0; i < sessions; i++) {
            SessionChange change = SessionChange.create(new StoredSession(
                    SessionVersion.first(i + 1),
                    Instant.parse("2100-01-01T00:00:00Z"),
                    new byte[] {1, 2},
                    Map.of("text", ("session " + i).getBytes(UTF_8), "other", new byte[0])));
            if (store.save(SessionKey.parse("u::" + i), change, soon()) != WriteResult.APPLIED) {
                throw new AssertionError("was there already");
            }
        }
    }

    /** All sessions of a store by their keys. */
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

    private static Deadline soon() {
        return Deadline.after(Duration.ofSeconds(30));
    }
}
