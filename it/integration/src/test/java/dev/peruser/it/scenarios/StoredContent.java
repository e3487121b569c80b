package dev.peruser.it.scenarios;

import dev.peruser.store.SessionStore;
import dev.peruser.store.StoredSession;
import dev.peruser.store.tck.SampleSessions;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** What is in a store, for tests that look at it past the engine. */
record StoredContent(SessionStore store) {
    /** How many sessions there are, expired ones included. */
    int size() {
        return SampleSessions.keys(store).size();
    }

    /** The sessions that have a text anywhere in their attributes or their header. */
    List<StoredSession> holding(String text) {
        return SampleSessions.keys(store).stream()
                .flatMap(key -> store.load(key, SampleSessions.patience()).stream())
                .filter(session -> Stream.concat(session.attributes().values().stream(), Stream.of(session.header()))
                        .anyMatch(bytes -> new String(bytes, StandardCharsets.UTF_8).contains(text)))
                .toList();
    }
}
