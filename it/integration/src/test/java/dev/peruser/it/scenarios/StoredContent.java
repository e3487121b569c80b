package dev.peruser.it.scenarios;

import dev.peruser.store.Deadline;
import dev.peruser.store.EnumerableSessionStore;
import dev.peruser.store.KeyPage;
import dev.peruser.store.SessionKey;
import dev.peruser.store.SessionStore;
import dev.peruser.store.StoredSession;
import dev.peruser.store.WrappingSessionStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What is in a store, for tests that look at it past the engine. */
record StoredContent(SessionStore store) {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** How many sessions there are, expired ones included. */
    int size() {
        return allKeys().size();
    }

    private Set<SessionKey> allKeys() {
        EnumerableSessionStore enumerable = WrappingSessionStore.ability(store, EnumerableSessionStore.class)
                .orElseThrow();
        Set<SessionKey> all = new HashSet<>();
        KeyPage page = new KeyPage(List.of(), Optional.empty());
        do {
            page = enumerable.keys(page.next(), 500, Deadline.after(PATIENCE));
            all.addAll(page.keys());
        } while (page.next().isPresent());
        return all;
    }

    /** The sessions that have a text anywhere in their attributes or their header. */
    List<StoredSession> holding(String text) {
        Deadline patience = Deadline.after(PATIENCE);
        return allKeys().stream()
                .flatMap(key -> store.load(key, patience).stream())
                .filter(session -> Stream.concat(session.attributes().values().stream(), Stream.of(session.header()))
                        .anyMatch(bytes -> new String(bytes, StandardCharsets.UTF_8).contains(text)))
                .toList();
    }
}
