package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What somebody who keeps a session, or a value of it, can do when the request is over. */
class EndedVisitTest {
    /** A class with a field, as applications have them. */
    static final class Basket {
        public List<String> lines = new ArrayList<>();
        public int changes;
    }

    private static final Attribute<Basket> BASKET =
            Attribute.builder("basket", Basket.class).defaultValue(Basket::new).build();

    private final AtomicInteger late = new AtomicInteger();
    private final TestEngine engine =
            new TestEngine(builder -> builder.attribute(BASKET).listener(new PerUserListener() {
                @Override
                public void changedTooLate() {
                    late.incrementAndGet();
                }
            }));
    private final TestEngine.Browser browser = engine.browser();

    private static Stream<Named<Consumer<UserSession>>> uses() {
        return Stream.of(
                Named.of("get", session -> session.get("a")),
                Named.of("get typed", session -> session.get(BASKET)),
                Named.of("find", session -> session.find(BASKET)),
                Named.of("map", session -> session.map("m")),
                Named.of("list", session -> session.list("l")),
                Named.of("put", session -> session.put("a", 1)),
                Named.of("put typed", session -> session.put(BASKET, new Basket())),
                Named.of("update", session -> session.update(BASKET, basket -> basket)),
                Named.of("update all", session -> session.update(all -> {})),
                Named.of("remove", session -> session.remove("a")),
                Named.of("remove typed", session -> session.remove(BASKET)),
                Named.of("contains", session -> session.contains("a")),
                Named.of("contains typed", session -> session.contains(BASKET)),
                Named.of("names", UserSession::names),
                Named.of("a map view", session -> session.asMap().get("a")),
                Named.of("clear", UserSession::clear),
                Named.of("user", UserSession::user),
                Named.of("takeMergeReport", UserSession::takeMergeReport),
                Named.of("commit", UserSession::commit));
    }

    @ParameterizedTest
    @MethodSource("uses")
    void sessionThatWasKept_refusesAllUse(Consumer<UserSession> use) {
        List<UserSession> kept = new ArrayList<>();
        browser.request(session -> {
            session.put("a", "of the first");
            kept.add(session);
        });
        assertThatIllegalStateException()
                .isThrownBy(() -> use.accept(kept.get(0)))
                .withMessageContaining("PerUser.withSession")
                .withMessageNotContaining("of the first");
    }

    @Test
    void mapViewThatWasKept_refusesAllUse() {
        List<Map<String, Object>> kept = new ArrayList<>();
        browser.request(session -> {
            session.put("a", 1);
            kept.add(session.asMap());
        });
        assertThatIllegalStateException().isThrownBy(() -> kept.get(0).get("a"));
        assertThatIllegalStateException().isThrownBy(() -> kept.get(0).put("a", 2));
        assertThatIllegalStateException().isThrownBy(() -> kept.get(0).size());
    }

    @Test
    void sessionOfAJob_refusesAllUseAfterwards_alsoIfTheJobFailed() {
        UserId ada = UserId.of("ada");
        UserSession kept = engine.perUser.withSession(ada, session -> session);
        assertThatIllegalStateException().isThrownBy(() -> kept.get("a"));
        List<UserSession> failed = new ArrayList<>();
        assertThatIllegalStateException()
                .isThrownBy(() -> engine.perUser.withSession(ada, session -> {
                    failed.add(session);
                    session.list("l").add("never saved, as its caller knows");
                    throw new IllegalStateException();
                }));
        assertThatIllegalStateException().isThrownBy(() -> failed.get(0).get("a"));
        assertThat(late).hasValue(0);
    }

    @ParameterizedTest
    @MethodSource("uses")
    void sessionOfAnUpdate_refusesAllUse_onceTheFunctionHasEnded(Consumer<UserSession> use) {
        List<UserSession> kept = new ArrayList<>();
        browser.request(session -> {
            session.update(all -> {
                all.put("a", 1);
                kept.add(all);
            });
            assertThatIllegalStateException().isThrownBy(() -> use.accept(kept.get(0)));
        });
        browser.request(session -> assertThat(session.get("a")).contains(1));
    }

    @Test
    void sessionOfARequestThatGoesOn_canBeUsedAgain() {
        Visit visit = browser.begin();
        UserSession session = visit.session();
        session.list("l").add(1);
        visit.commit();
        visit.responseCommitted();
        visit.end();
        visit.resume();
        session.list("l").add(2);
        visit.commit();
        browser.end(visit);
        browser.request(next -> assertThat(next.list("l")).containsExactly(1, 2));
        assertThat(late).hasValue(0);
    }

    /** Another thread has a value, and changes it when the response is long out. */
    @Nested
    class ValueThatWasKept {
        private void afterARequest(Consumer<UserSession> request, Runnable change) {
            browser.request(request);
            change.run();
        }

        private void assertFound() {
            await().untilAsserted(() -> assertThat(late).hasValue(1));
        }

        @Test
        void listOrMap_changedInPlace_isReported() {
            AtomicReference<List<Object>> list = new AtomicReference<>();
            afterARequest(
                    session -> list.set(session.list("l")), () -> list.get().add("late"));
            assertFound();
            AtomicReference<Map<String, Object>> map = new AtomicReference<>();
            afterARequest(session -> map.set(session.map("m")), () -> map.get().put("late", 1));
            await().untilAsserted(() -> assertThat(late).hasValue(2));
            browser.seesNothing();
        }

        @Test
        void innerList_ofAMapThatIsStored_isReported() {
            AtomicReference<List<Object>> inner = new AtomicReference<>();
            browser.request(session -> session.map("m").put("inner", new ArrayList<>(List.of(1))));
            afterARequest(
                    session -> inner.set((List<Object>) session.map("m").get("inner")),
                    () -> inner.get().add(2));
            assertFound();
            inner.get().clear(); // so that it is still held here
        }

        @Test
        void objectOfTheApplication_itsDefaultToo_isReported() {
            AtomicReference<Basket> basket = new AtomicReference<>();
            afterARequest(
                    session -> basket.set(session.get(BASKET)),
                    () -> basket.get().lines.add("late"));
            assertFound();
            browser.request(session -> session.put(BASKET, new Basket()));
            afterARequest(session -> basket.set(session.get(BASKET)), () -> basket.get().changes++);
            await().untilAsserted(() -> assertThat(late).hasValue(2));
        }

        @Test
        void valueThatWasPut_isReported() {
            Map<String, Object> own = new LinkedHashMap<>(Map.of("a", 1));
            afterARequest(session -> session.put("m", own), () -> own.put("b", 2));
            assertFound();
        }

        @Test
        void valueOfTheUserWhoSignedOutInTheRequest_isReported() {
            AtomicReference<List<Object>> list = new AtomicReference<>();
            browser.signIn("ada");
            Visit visit = browser.begin();
            list.set(visit.session().list("l"));
            visit.signedOut();
            browser.forgetPrincipal();
            visit.commit();
            browser.end(visit);
            list.get().add("late");
            assertFound();
        }

        @Test
        void changedLong_afterwards_isReported_andOnce() {
            AtomicReference<List<Object>> list = new AtomicReference<>();
            browser.request(session -> list.set(session.list("l")));
            long since = System.nanoTime();
            await().atMost(Duration.ofSeconds(10)).until(() -> System.nanoTime() - since > 2_500_000_000L);
            assertThat(late).hasValue(0);
            list.get().add("late");
            assertFound();
            list.get().add("later");
            long changed = System.nanoTime();
            await().atMost(Duration.ofSeconds(10)).until(() -> System.nanoTime() - changed > 1_000_000_000L);
            assertThat(late).hasValue(1);
        }

        @Test
        void thread_endsWithTheEngine_alsoIfSomebodyStillHasAValue() {
            AtomicReference<List<Object>> list = new AtomicReference<>();
            Set<Thread> ofOthers = lookingThreads();
            browser.request(session -> list.set(session.list("l")));
            Set<Thread> own = lookingThreads();
            own.removeAll(ofOthers);
            assertThat(own).hasSize(1);
            engine.perUser.close();
            await().atMost(Duration.ofSeconds(10)).until(() -> own.stream().noneMatch(Thread::isAlive));
            assertThat(list.get()).isEmpty();
        }

        private static Set<Thread> lookingThreads() {
            return Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().equals("peruser late changes"))
                    .collect(Collectors.toSet());
        }

        @Test
        void valueThatNobodyChanges_orThatTheRequestSaved_isNotReported() {
            List<Object> all = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                int item = i;
                browser.request(session -> {
                    session.list("l").add(item);
                    all.add(session.list("l"));
                    all.add(session.get(BASKET));
                });
            }
            AtomicReference<List<Object>> list = new AtomicReference<>();
            afterARequest(
                    session -> list.set(session.list("other")), () -> list.get().add("late"));
            assertFound(); // the others were looked at before
            assertThat(all).hasSize(100);
        }
    }
}
