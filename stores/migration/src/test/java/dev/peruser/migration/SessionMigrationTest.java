package dev.peruser.migration;

import static dev.peruser.store.tck.SampleSessions.USER;
import static dev.peruser.store.tck.SampleSessions.assertFails;
import static dev.peruser.store.tck.SampleSessions.content;
import static dev.peruser.store.tck.SampleSessions.expiring;
import static dev.peruser.store.tck.SampleSessions.fill;
import static dev.peruser.store.tck.SampleSessions.patience;
import static dev.peruser.store.tck.SampleSessions.put;
import static dev.peruser.store.tck.SampleSessions.session;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.peruser.SessionDataException;
import dev.peruser.StoreException;
import dev.peruser.migration.SessionMigration.Result;
import dev.peruser.store.InMemorySessionStore;
import dev.peruser.store.SessionChange;
import dev.peruser.store.SessionKey;
import dev.peruser.store.SessionVersion;
import dev.peruser.store.StoredSession;
import dev.peruser.store.tck.faults.FailingSessionStore;
import dev.peruser.store.tck.faults.StoreCall;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionMigrationTest {
    private final InMemorySessionStore oldSessions = new InMemorySessionStore();
    private final InMemorySessionStore newSessions = new InMemorySessionStore();
    private final FailingSessionStore source = FailingSessionStore.of(oldSessions);
    private final FailingSessionStore target = FailingSessionStore.of(newSessions);

    private SessionMigration.Builder migration() {
        return SessionMigration.builder(source, target);
    }

    @Test
    void everySession_isMoved_toTheBit() {
        fill(source, 1_234);
        Map<String, StoredSession> before = content(source);
        Result result = migration().build().run();

        assertThat(result).isEqualTo(new Result(1_234, 1_234, 0, 0, 0, 0));
        assertThat(content(target)).isEqualTo(before);
        assertThat(content(source)).isEmpty();
    }

    @Test
    void emptyStore_isDoneAtOnce() {
        assertThat(migration().build().run()).isEqualTo(new Result(0, 0, 0, 0, 0, 0));
    }

    @Test
    void whatIsInTheNewStore_isLeftAsItIs() {
        put(source, USER, session(7, "old"));
        put(target, USER, session(8, "new"));

        assertThat(migration().build().run()).isEqualTo(new Result(1, 0, 1, 0, 0, 0));
        assertThat(content(target)).containsEntry(USER.text(), session(8, "new"));
        assertThat(content(source)).isEmpty();
    }

    @Test
    void whatHasExpired_isOnlyRemoved() {
        put(source, USER, expiring(session(7, "old"), Instant.EPOCH));

        assertThat(migration().build().run()).isEqualTo(new Result(1, 0, 0, 1, 0, 0));
        assertThat(content(target)).isEmpty();
    }

    @Test
    void damagedSession_staysWhereItIs_andIsCounted() {
        fill(source, 20);
        SessionKey damaged = SessionKey.parse("u::3");
        source.on(call -> call.kind() == StoreCall.Kind.LOAD && call.isOf(damaged))
                .fail(() -> new SessionDataException("damaged"));
        Result result = migration().build().run();

        assertThat(result).isEqualTo(new Result(20, 19, 0, 0, 0, 1));
        assertThat(result.isComplete()).isFalse();
        source.recover();
        assertThat(content(source)).containsOnlyKeys("u::3");
    }

    /** Killed after any number of calls to either store, with or without the effect of the last one. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void killedAnywhere_andStartedAgain_losesAndChangesNothing(boolean lastCallHasItsEffect) {
        for (int calls = 0; calls < 60; calls++) {
            for (FailingSessionStore ends : List.of(source, target)) {
                Map<String, StoredSession> all = new HashMap<>();
                fill(source, 12);
                all.putAll(content(source));
                endAfter(ends, calls, lastCallHasItsEffect);
                try {
                    migration().threads(1).build().run();
                } catch (StoreException stopped) {
                    assertThat(stopped).hasMessageContaining("told to");
                }
                ends.recover();
                Map<String, StoredSession> both = new HashMap<>(content(source));
                both.putAll(content(target));
                assertThat(both).isEqualTo(all);
                assertThat(migration().build().run().isComplete()).isTrue();
                assertThat(content(target)).isEqualTo(all);
                assertThat(content(source)).isEmpty();
                all.forEach((key, session) -> newSessions.delete(SessionKey.parse(key), session.version(), patience()));
            }
        }
    }

    /** So many calls still work; the next has its effect or not, and its answer is lost; those after it do nothing. */
    private static void endAfter(FailingSessionStore store, int calls, boolean lastHasItsEffect) {
        if (lastHasItsEffect) {
            store.onCalls().after(calls).once().loseAnswer();
        }
        store.onCalls().after(lastHasItsEffect ? calls + 1 : calls).fail();
    }

    @Test
    void storeThatStaysAway_endsTheMigration() {
        fill(source, 100);
        target.onCalls().after(10).fail();

        assertFails(() -> migration().build().run());
        assertThat(content(source).size() + content(newSessions).size()).isGreaterThanOrEqualTo(100);
    }

    @Test
    void newStoreThatForgets_isNoticed_beforeTheOldOneIsWithoutIt() {
        put(source, USER, session(7, "old"));
        Result result =
                SessionMigration.builder(source, new ForgetfulStore()).build().run();

        assertThat(result.left()).isEqualTo(1);
        assertThat(content(source)).hasSize(1);
    }

    /** The application takes over, changes and deletes while sessions are moved. */
    @Test
    void applicationThatRunsMeanwhile_losesNothing() throws Exception {
        fill(source, 3_000);
        MovingSessionStore application = MovingSessionStore.from(source, target);
        Thread shopper = new Thread(() -> {
            for (int i = 0; i < 3_000; i += 3) {
                SessionKey key = SessionKey.parse("u::" + i);
                StoredSession found = application.load(key, patience()).orElseThrow();
                if (i % 2 == 0) {
                    application.delete(key, found.version(), patience());
                } else {
                    StoredSession next = session(found.version().next(), "changed");
                    application.save(key, SessionChange.replace(found, next), patience());
                }
            }
        });
        shopper.start();
        Result result = migration().build().run();
        shopper.join();

        assertThat(result.isComplete()).isTrue();
        Map<String, StoredSession> content = content(application);
        for (int i = 0; i < 3_000; i++) {
            StoredSession moved = content.get("u::" + i);
            if (i % 6 == 0) {
                assertThat(moved).as("deleted " + i).isNull();
            } else if (i % 3 == 0) {
                assertThat(moved).as("changed " + i).isEqualTo(session(new SessionVersion(i + 1, 2), "changed"));
            } else {
                assertThat(moved).as("untouched " + i).isEqualTo(session(i + 1, "session " + i));
            }
        }
        assertThat(content(source)).isEmpty();
    }

    @Test
    void progress_countsFirst_thenReachesTheTotal() {
        fill(source, 700);
        List<String> heard = new ArrayList<>();
        migration()
                .progress((done, total) -> heard.add(done + "/" + total))
                .build()
                .run();

        assertThat(heard)
                .startsWith("500/-1", "700/-1", "1/700")
                .endsWith("700/700")
                .isSubsetOf(Stream.concat(
                                Stream.of("500/-1", "700/-1"),
                                IntStream.rangeClosed(1, 700).mapToObj(i -> i + "/700"))
                        .toList());
    }

    @Test
    void settings_areChecked() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> migration().threads(0))
                .withMessageContaining("threads");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> migration().firstAnswer(Duration.ZERO))
                .withMessageContaining("firstAnswer");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        SessionMigration.builder(new ForgetfulStore(), target).build())
                .withMessageContaining("can't list");
    }
}
