package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.peruser.internal.codec.UserKeys;
import dev.peruser.store.SessionKey;
import dev.peruser.store.SessionVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.type.TypeReference;

/** The rules C1 to C6 of a commit, on one user with several devices. */
class CommitTest {
    static final Attribute<Integer> COUNT =
            Attribute.builder("count", Integer.class).defaultValue(0).build();
    static final Attribute<Map<String, Integer>> STOCK = Attribute.builder(
                    "stock", new TypeReference<Map<String, Integer>>() {})
            .defaultValue(HashMap::new)
            .counter()
            .build();
    static final Attribute<String> FLASH = TestEngine.expiring("flash", Duration.ofMinutes(5));

    private final FaultyStore store = new FaultyStore();
    private final TestEngine engine = new TestEngine(
            store, builder -> builder.attribute(COUNT).attribute(STOCK).attribute(FLASH));
    private final TestEngine.Browser phone = engine.browser().signIn("ada");
    private final TestEngine.Browser desk = engine.browser().signIn("ada");

    /** Runs the phone's request around a whole request of the desk. */
    private void meanwhile(
            java.util.function.Consumer<UserSession> onPhone, java.util.function.Consumer<UserSession> onDesk) {
        Visit visit = phone.begin();
        visit.session().names(); // opened before the desk's request
        desk.request(onDesk);
        onPhone.accept(visit.session());
        visit.commit();
        phone.end(visit);
    }

    private Object stored(String name) {
        return desk.ask(session -> session.get(name)).orElse("absent");
    }

    @Nested
    class C1Version {
        @Test
        void version_neverRecurs_notEvenAfterErase() {
            SessionKey key = UserKeys.of(UserId.of("ada"));
            phone.request(session -> session.put("a", 1));
            SessionVersion first = store.stored(key).orElseThrow().version();
            engine.perUser.erase(UserId.of("ada"));
            phone.request(session -> session.put("a", 1));
            assertThat(store.stored(key).orElseThrow().version().incarnation()).isNotEqualTo(first.incarnation());
        }
    }

    @Nested
    class C2CommitId {
        @ParameterizedTest
        @CsvSource({"1,true", "1,false"})
        void saveWithUnknownOutcome_isMadeOnce(int call, boolean afterEffect) {
            store.failOnceAfter(call, afterEffect);
            phone.request(session -> session.list("l").add("x"));
            assertThat(stored("l")).isEqualTo(List.of("x"));
        }

        @Test
        void saveAnsweredStaleThoughMade_isNotMadeAgain() {
            store.sendTwice();
            phone.request(session -> session.list("l").add("x"));
            phone.request(session -> session.list("l").add("y"));
            assertThat(stored("l")).isEqualTo(List.of("x", "y"));
        }

        @Test
        void storeDownForGood_isAStoreException_andNothingIsAcknowledged() {
            phone.request(session -> session.put("a", 1));
            Visit visit = phone.begin();
            visit.session().put("a", 2);
            visit.session().get("b");
            store.crashAfter(0, false);
            assertThatExceptionOfType(StoreException.class).isThrownBy(visit::commit);
            assertThatExceptionOfType(StoreException.class).isThrownBy(visit::commit);
            store.recover();
            assertThat(stored("a")).isEqualTo(1);
        }
    }

    @Nested
    class C3Conflict {
        @Test
        void bothChanges_areInTheResult() {
            meanwhile(session -> session.put("a", 1), session -> session.put("b", 2));
            assertThat(stored("a")).isEqualTo(1);
            assertThat(stored("b")).isEqualTo(2);
        }

        @Test
        void twoFirstWritesOfOneAttribute_bothSucceed() {
            meanwhile(
                    session -> session.map("m").put("a", 1),
                    session -> session.map("m").put("b", 2));
            assertThat(stored("m")).isEqualTo(Map.of("a", 1, "b", 2));
        }

        @Test
        void conflictsUntilTheDeadline_areRefused_notWrittenOver() {
            Visit visit = phone.begin();
            visit.session().put("mine", 1);
            keepChanging(3);
            assertThatExceptionOfType(PerUserException.class).isThrownBy(visit::commit);
            assertThat(stored("mine")).isEqualTo("absent");
            assertThat(stored("theirs")).isEqualTo(1);
        }

        /** The desk is faster each time, the last time until the phone's deadline has passed. */
        private void keepChanging(int times) {
            store.beforeNextSave(() -> {
                desk.request(session -> session.put("theirs", times));
                if (times == 1) {
                    store.letTheDeadlinePass();
                } else {
                    keepChanging(times - 1);
                }
            });
        }

        @Test
        void sessionErasedMeanwhile_refusesTheCommit() {
            phone.request(session -> session.put("a", 1));
            Visit visit = phone.begin();
            visit.session().put("a", 2);
            engine.perUser.erase(UserId.of("ada"));
            assertThatExceptionOfType(ConflictException.class)
                    .isThrownBy(visit::commit)
                    .withMessageContaining("erased");
            assertThat(stored("a")).isEqualTo("absent");
        }
    }

    @Nested
    class C4Rebase {
        @Test
        void sameEntrySetToTheSameValueOnBoth_once() {
            meanwhile(
                    session -> session.map("m").put("a", 1),
                    session -> session.map("m").put("a", 1));
            assertThat(stored("m")).isEqualTo(Map.of("a", 1));
        }

        @Test
        void counters_addTheirDeltas() {
            phone.request(session -> session.get(STOCK).put("apple", 10));
            meanwhile(
                    session -> session.get(STOCK).merge("apple", 3, Integer::sum),
                    session -> session.get(STOCK).merge("apple", -2, Integer::sum));
            desk.request(session -> assertThat(session.get(STOCK)).containsEntry("apple", 11));
        }

        @Test
        void scalarsChangedOnBoth_theLaterCommitWins() {
            phone.request(session -> session.put("s", "base"));
            meanwhile(session -> session.put("s", "later"), session -> session.put("s", "earlier"));
            assertThat(stored("s")).isEqualTo("later");
        }

        @Test
        void removeBeatsAChangeOfTheRemoved_siblingsSurvive() {
            phone.request(session -> session.map("cart").putAll(Map.of("a", 1, "b", 1)));
            meanwhile(session -> session.map("cart").clear(), session -> {
                session.map("cart").put("a", 5);
                session.map("cart").put("new", 1);
            });
            assertThat(stored("cart")).isEqualTo(Map.of("new", 1));
        }

        @Test
        void removedElsewhere_staysRemoved_thoughChangedHere() {
            phone.request(session -> session.put("x", new HashMap<>(Map.of("q", 1))));
            meanwhile(session -> session.map("x").put("q", 2), session -> session.remove("x"));
            assertThat(stored("x")).isEqualTo("absent");
        }

        @Test
        void listAdditions_areOccurrences() {
            phone.request(session -> session.put("l", new ArrayList<>(List.of("a"))));
            meanwhile(
                    session -> session.list("l").add("x"),
                    session -> session.list("l").add("x"));
            assertThat(stored("l")).isEqualTo(List.of("a", "x", "x"));
        }

        @Test
        void equalValue_isNoChange_butRestartsTheExpiry() {
            phone.request(session -> session.put(FLASH, "hi"));
            engine.passes(Duration.ofMinutes(4));
            phone.request(session -> session.put(FLASH, "hi"));
            engine.passes(Duration.ofMinutes(4));
            desk.request(session -> assertThat(session.find(FLASH)).contains("hi"));
            engine.passes(Duration.ofMinutes(2));
            desk.request(session -> assertThat(session.find(FLASH)).isEmpty());
            desk.seesNothing();
        }
    }

    @Nested
    class C5Update {
        @Test
        void update_isRunAgainOnTheNewest() {
            meanwhile(session -> session.update(COUNT, n -> n + 1), session -> session.update(COUNT, n -> n + 10));
            desk.request(session -> assertThat(session.get(COUNT)).isEqualTo(11));
        }

        @Test
        void changesBeforeAndAfter_rebaseInOrder() {
            phone.request(session -> session.put(COUNT, 100));
            meanwhile(
                    session -> {
                        session.map("log").put("before", 1);
                        session.update(inner -> {
                            inner.put(COUNT, inner.get(COUNT) * 2);
                            inner.map("log").put("seen", inner.get(COUNT));
                        });
                        session.map("log").put("after", 1);
                    },
                    session -> session.update(COUNT, n -> n + 1));
            desk.request(session -> assertThat(session.get(COUNT)).isEqualTo(202));
            assertThat(stored("log")).isEqualTo(Map.of("before", 1, "seen", 202, "after", 1));
        }

        @Test
        void secondCommitAfterAFailedSaveAndARebase_doesNotLoseTheOthers() {
            phone.request(session -> session.put("mine", 0));
            Visit visit = phone.begin();
            visit.session().put("mine", 1);
            store.beforeNextSave(() -> {
                desk.request(session -> session.put("theirs", 1));
                store.failOnceAfter(0, false); // the phone's save fails, and the session has changed
            });
            visit.session().commit();
            visit.session().put("mine", 2);
            visit.commit();
            phone.end(visit);
            assertThat(stored("mine")).isEqualTo(2);
            assertThat(stored("theirs")).isEqualTo(1);
        }

        @Test
        void secondCommitAfterARebase_doesNotLoseTheOthers() {
            Visit visit = phone.begin();
            visit.session().update(COUNT, n -> n + 1);
            desk.request(session -> session.update(COUNT, n -> n + 10));
            visit.session().commit();
            visit.session().update(COUNT, n -> n + 1);
            desk.request(session -> session.update(COUNT, n -> n + 10));
            visit.commit();
            phone.end(visit);
            desk.request(session -> assertThat(session.get(COUNT)).isEqualTo(22));
        }
    }

    @Nested
    class C6Limits {
        private final TestEngine small = new TestEngine(
                store,
                builder -> builder.limits(Limits.DEFAULT
                                .withAttributeBytes(100)
                                .withSessionBytes(300)
                                .withAttributes(4)
                                .withDepth(5))
                        .attribute(COUNT));
        private final TestEngine.Browser device = small.browser().signIn("bob");

        @Test
        void refusedCommit_leavesWhatWasStored() {
            device.request(session -> session.put("a", "short"));
            refused(session -> session.put("a", "x".repeat(200)), "'a'", "100");
            refused(session -> List.of("b", "c", "d", "e").forEach(name -> session.put(name, 1)), "5 attributes", "4");
            refused(session -> List.of("b", "c", "d").forEach(name -> session.put(name, "x".repeat(95))), "300");
            device.request(session -> assertThat(session.get("a")).contains("short"));
            device.request(session -> assertThat(session.names()).containsExactly("a"));
        }

        private void refused(java.util.function.Consumer<UserSession> work, String... says) {
            Visit visit = device.begin();
            work.accept(visit.session());
            assertThatExceptionOfType(SessionLimitException.class)
                    .isThrownBy(visit::commit)
                    .satisfies(e -> assertThat(e.getMessage()).contains(says));
        }

        @Test
        void sessionBeyondALoweredLimit_mayShrink() {
            TestEngine large = new TestEngine(store);
            large.browser()
                    .signIn("bob")
                    .request(session -> List.of("a", "b", "c", "d", "e", "f").forEach(name -> session.put(name, 1)));
            device.request(session -> session.remove("a"));
            device.request(session -> assertThat(session.names()).hasSize(5));
        }
    }

    @Nested
    class G5NoSurpriseWrites {
        @Test
        void readOnlyRequest_loadsOnce_andWritesNothing() {
            phone.request(session -> session.put("a", List.of(1)));
            store.resetCounts();
            phone.request(session -> session.get("a"));
            assertThat(store.loads).isEqualTo(1);
            assertThat(store.saves).isZero();
        }

        @Test
        void changedRequest_isOneLoadAndOneSave() {
            phone.request(session -> session.put("a", new ArrayList<>(List.of(1))));
            store.resetCounts();
            phone.request(session -> session.list("a").add(2));
            assertThat(store.loads).isEqualTo(1);
            assertThat(store.saves).isEqualTo(1);
        }

        @Test
        void requestWithoutUse_doesNothing() {
            phone.request(session -> session.put("a", 1));
            store.resetCounts();
            phone.request(session -> {});
            assertThat(store.loadsAndSaves()).isZero();
        }

        @Test
        void guestThatOnlyReads_getsNoSessionAndNoCookie() {
            TestEngine.Browser crawler = engine.browser();
            store.resetCounts();
            crawler.request(session -> assertThat(session.get("a")).isEmpty());
            assertThat(store.loadsAndSaves()).isZero();
            assertThat(crawler.tokens()).isEmpty();
        }

        @Test
        void expiry_isRefreshedOnlyAfterItsShare() {
            phone.request(session -> session.put("a", 1));
            engine.passes(Duration.ofDays(30)); // of 365, a tenth is 36.5
            store.resetCounts();
            phone.request(session -> session.get("a"));
            assertThat(store.saves).isZero();
            engine.passes(Duration.ofDays(10));
            phone.request(session -> session.get("a"));
            assertThat(store.saves).isEqualTo(1);
            engine.passes(Duration.ofDays(350));
            phone.request(session -> assertThat(session.get("a")).contains(1));
            engine.passes(Duration.ofDays(366));
            phone.request(session -> assertThat(session.get("a")).isEmpty());
        }
    }
}
