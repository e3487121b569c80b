package dev.peruser.store.tck;

import static dev.peruser.store.WriteResult.APPLIED;
import static dev.peruser.store.tck.Samples.GUEST;
import static dev.peruser.store.tck.Samples.USER;
import static dev.peruser.store.tck.Samples.bytes;
import static dev.peruser.store.tck.Samples.first;
import static dev.peruser.store.tck.Samples.next;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.store.SessionKey;
import dev.peruser.store.SessionVersion;
import dev.peruser.store.StoredSession;
import dev.peruser.store.WriteResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

abstract class ConcurrencyGroup {
    private static final int THREADS = 8;
    private static final int ROUNDS = 40;
    private static final int INCREMENTS = 40;

    private final StoreUnderTest store;

    ConcurrencyGroup(StoreUnderTest store) {
        this.store = store;
    }

    @Test
    void save_letsOneOfManyReplaceAVersion() throws Exception {
        StoredSession start = first(1, "start");
        store.create(USER, start);
        try (Race race = new Race(THREADS)) {
            for (int round = 0; round < ROUNDS; round++) {
                StoredSession current = store.load(USER).orElseThrow();
                List<WriteResult> results =
                        race.run(number -> store.replace(USER, current, next(current, "text", "thread " + number)));
                assertThat(results).containsOnlyOnce(APPLIED);
                assertThat(store.load(USER)).contains(next(current, "text", "thread " + results.indexOf(APPLIED)));
            }
        }
    }

    @Test
    void save_letsOneOfManyCreate() throws Exception {
        try (Race race = new Race(THREADS)) {
            for (int round = 0; round < ROUNDS; round++) {
                SessionKey key = Samples.guest(round);
                List<WriteResult> results =
                        race.run(number -> store.create(key, first(number + 1L, "thread " + number)));
                assertThat(results).containsOnlyOnce(APPLIED);
                int winner = results.indexOf(APPLIED);
                assertThat(store.load(key)).contains(first(winner + 1L, "thread " + winner));
            }
        }
    }

    @Test
    void save_losesNoIncrement() throws Exception {
        store.create(USER, first(1, "0"));
        AtomicInteger saved = new AtomicInteger();
        try (Race race = new Race(THREADS)) {
            race.run(number -> {
                for (int i = 0; i < INCREMENTS; i++) {
                    while (!increment()) {
                        Thread.onSpinWait();
                    }
                    saved.incrementAndGet();
                }
                return number;
            });
        }
        StoredSession end = store.load(USER).orElseThrow();
        assertThat(saved).hasValue(THREADS * INCREMENTS);
        assertThat(textOf(end)).isEqualTo(Integer.toString(THREADS * INCREMENTS));
        assertThat(end.version()).isEqualTo(new SessionVersion(1, 1 + THREADS * INCREMENTS));
    }

    @Test
    void delete_andSaveOfOneVersionDoNotBothSucceed() throws Exception {
        try (Race race = new Race(2)) {
            for (int round = 0; round < ROUNDS; round++) {
                SessionKey key = Samples.guest(round);
                StoredSession start = first(1, "start");
                StoredSession next = next(start, "text", "next");
                store.create(key, start);
                List<WriteResult> results = race.run(
                        number -> number == 0 ? store.delete(key, start.version()) : store.replace(key, start, next));
                assertThat(results).containsOnlyOnce(APPLIED);
                if (results.get(0) == APPLIED) {
                    assertThat(store.load(key)).isEmpty();
                } else {
                    assertThat(store.load(key)).contains(next);
                }
            }
        }
    }

    @Test
    void delete_succeedsForOneOfMany() throws Exception {
        try (Race race = new Race(THREADS)) {
            for (int round = 0; round < ROUNDS; round++) {
                StoredSession start = first(1, "start");
                store.create(GUEST, start);
                assertThat(race.run(number -> store.delete(GUEST, start.version())))
                        .containsOnlyOnce(APPLIED);
            }
        }
    }

    @Test
    void save_ofDifferentKeysDoNotDisturbEachOther() throws Exception {
        try (Race race = new Race(THREADS)) {
            race.run(number -> {
                SessionKey key = Samples.guest(number);
                StoredSession session = first(number + 1L, "start");
                assertThat(store.create(key, session)).isEqualTo(APPLIED);
                for (int i = 0; i < INCREMENTS; i++) {
                    StoredSession next = next(session, "text", "save " + i);
                    assertThat(store.replace(key, session, next)).isEqualTo(APPLIED);
                    session = next;
                    assertThat(store.load(key)).contains(session);
                }
                return number;
            });
        }
    }

    /** A reader sees one save's version, header and attributes together, and never goes back in time. */
    @Test
    void load_seesWholeSessionsInOrder() throws Exception {
        store.create(USER, uniform(1));
        int saves = ROUNDS * 5;
        try (Race race = new Race(4)) {
            race.run(number -> number == 0 ? writeUniform(saves) : readUniform(saves));
        }
    }

    private int writeUniform(int saves) {
        for (int counter = 1; counter <= saves; counter++) {
            assertThat(store.replace(USER, uniform(counter), uniform(counter + 1)))
                    .isEqualTo(APPLIED);
        }
        return saves;
    }

    private int readUniform(int saves) {
        long seen = 0;
        while (seen <= saves) {
            StoredSession loaded = store.load(USER).orElseThrow();
            assertThat(loaded).isEqualTo(uniform(loaded.version().counter()));
            assertThat(loaded.version().counter()).isGreaterThanOrEqualTo(seen);
            seen = loaded.version().counter();
        }
        return saves;
    }

    private static StoredSession uniform(long counter) {
        Map<String, byte[]> attributes = new LinkedHashMap<>();
        for (int i = 0; i < 10; i++) {
            attributes.put("attribute " + i, bytes("x".repeat(400) + counter));
        }
        return Samples.withAttributes(new SessionVersion(1, counter), attributes);
    }

    private boolean increment() {
        StoredSession current = store.load(USER).orElseThrow();
        int value = Integer.parseInt(textOf(current));
        return store.replace(USER, current, next(current, "text", Integer.toString(value + 1))) == APPLIED;
    }

    private static String textOf(StoredSession session) {
        return new String(session.attributes().get("text"), UTF_8);
    }
}
