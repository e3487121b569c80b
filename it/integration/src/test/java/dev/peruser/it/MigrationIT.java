package dev.peruser.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.it.servers.PostgresServer;
import dev.peruser.it.servers.RedisUnderTest;
import dev.peruser.it.servers.TestDatabase;
import dev.peruser.migration.StoreUrl;
import dev.peruser.migration.command.MigrationCommand;
import dev.peruser.store.SessionChange;
import dev.peruser.store.SessionKey;
import dev.peruser.store.SessionStore;
import dev.peruser.store.SessionVersion;
import dev.peruser.store.StoredSession;
import dev.peruser.store.WriteResult;
import dev.peruser.store.jdbc.EmbeddedSessionStore;
import dev.peruser.store.tck.SampleSessions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The migration command as a process of its own, killed twice on its way and started again, between all stores, in all
 * directions: no session is lost, none is changed. {@code -Dperuser.test.moved-sessions=100000} does it with that many.
 */
class MigrationIT {
    private static final int SESSIONS = Integer.getInteger("peruser.test.moved-sessions", 2_000);

    @TempDir
    private Path folder;

    private final Random random = new Random(1);

    /** Where sessions are: a URL, and a table or prefix. */
    private record Place(String url, Optional<String> name) {
        SessionStore open() {
            return StoreUrl.open(url, name);
        }

        List<String> arguments(String side) {
            List<String> arguments = new ArrayList<>(List.of("--" + side, url));
            name.ifPresent(text -> arguments.addAll(List.of("--" + side + "-name", text)));
            return arguments;
        }
    }

    private Place place(String kind) throws Exception {
        return switch (kind) {
            case "sqlite" -> {
                Path file = folder.resolve("peruser.db");
                EmbeddedSessionStore.open(file).close();
                yield new Place("jdbc:sqlite:" + file, Optional.empty());
            }
            case "postgresql" -> {
                TestDatabase database = PostgresServer.newest().emptyDatabase();
                String credentials = database.user().isEmpty()
                        ? ""
                        : "?user=" + database.user() + "&password=" + database.password();
                yield new Place(database.url() + credentials, Optional.of(database.table()));
            }
            case "redis" -> new Place(RedisUnderTest.url(), Optional.of(RedisUnderTest.newPrefix()));
            default -> throw new AssertionError(kind);
        };
    }

    static Stream<String> directions() {
        List<String> kinds = List.of("sqlite", "postgresql", "redis");
        return kinds.stream()
                .flatMap(from -> kinds.stream().filter(to -> !to.equals(from)).map(to -> from + " to " + to));
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest
    @MethodSource("directions")
    void everySession_isMoved_althoughTheCommandIsKilledTwice(String direction) throws Exception {
        Place from = place(direction.split(" to ")[0]);
        Place to = place(direction.split(" to ")[1]);
        Map<SessionKey, StoredSession> all = fill(from);

        for (int kill = 2; kill > 0; kill--) {
            try (Jvm command = start(from, to)) {
                awaitAtMost(SESSIONS * kill / 3, from);
                command.kill();
            }
            int left = keys(from).size();
            assertThat(left).as("when killed").isBetween(1, SESSIONS * kill / 3);
        }
        try (Jvm command = start(from, to)) {
            assertThat(command.waitFor()).isZero();
        }

        assertThat(keys(from)).isEmpty();
        Map<SessionKey, StoredSession> moved = content(to, all.keySet());
        assertThat(moved).hasSize(SESSIONS);
        all.forEach((key, session) -> assertThat(moved.get(key)).isEqualTo(session));
        assertThat(keys(to)).hasSize(SESSIONS);
    }

    private static Jvm start(Place from, Place to) throws Exception {
        List<String> arguments = new ArrayList<>(from.arguments("from"));
        arguments.addAll(to.arguments("to"));
        arguments.addAll(List.of("--threads", "2"));
        return Jvm.start(MigrationCommand.class, arguments.toArray(String[]::new));
    }

    private static void awaitAtMost(int sessions, Place place) {
        try (Opened opened = new Opened(place.open())) {
            while (SampleSessions.keys(opened.store()).size() > sessions) {
                LockSupport.parkNanos(Duration.ofMillis(2).toNanos()); // the command needs the processors
            }
        }
    }

    private Map<SessionKey, StoredSession> fill(Place place) throws Exception {
        Map<SessionKey, StoredSession> all = new HashMap<>();
        try (Opened opened = new Opened(place.open());
                Parallel parallel = new Parallel()) {
            for (int i = 0; i < SESSIONS; i++) {
                SessionKey key = SessionKey.parse("u:realm:user%2" + i % 10 + i);
                StoredSession session = session(i);
                all.put(key, session);
                parallel.run(() -> assertThat(
                                opened.store().save(key, SessionChange.create(session), SampleSessions.patience()))
                        .isEqualTo(WriteResult.APPLIED));
            }
        }
        return all;
    }

    private StoredSession session(int number) {
        byte[] large = new byte[500 + random.nextInt(500)];
        random.nextBytes(large);
        Map<String, byte[]> attributes = new LinkedHashMap<>();
        attributes.put("large", large);
        attributes.put("empty", new byte[0]);
        IntStream.range(0, number % 5).forEach(i -> attributes.put("ä " + i, new byte[] {(byte) i}));
        SessionVersion version = new SessionVersion(random.nextLong() | 1, 1L + random.nextInt(1_000));
        return new StoredSession(
                version, SampleSessions.FAR.plusMillis(number), new byte[] {1, 2, (byte) number}, attributes);
    }

    private static Map<SessionKey, StoredSession> content(Place place, Set<SessionKey> keys) {
        Map<SessionKey, StoredSession> content = new HashMap<>();
        try (Opened opened = new Opened(place.open())) {
            keys.forEach(key -> opened.store()
                    .load(key, SampleSessions.patience())
                    .ifPresent(session -> content.put(key, session)));
        }
        return content;
    }

    private static Set<SessionKey> keys(Place place) {
        try (Opened opened = new Opened(place.open())) {
            return SampleSessions.keys(opened.store());
        }
    }

    /** A store, closed in the end. */
    private record Opened(SessionStore store) implements AutoCloseable {
        @Override
        public void close() {
            try {
                ((AutoCloseable) store).close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
