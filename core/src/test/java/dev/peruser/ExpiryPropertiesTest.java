package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.FaultyStore.Fault;
import dev.peruser.store.InMemorySessionStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The rules of the expiry of attributes as properties of generated requests through the whole engine. */
class ExpiryPropertiesTest {
    @Test
    void equalValue_isNoChange_butRestartsTheExpiry_andTheExpiredIsAbsent() {
        Attribute<String> flash = TestEngine.expiring("flash", Duration.ofMinutes(5));
        FaultyStore store = new FaultyStore(() -> Fault.NONE);
        TestEngine engine = new TestEngine(store, builder -> builder.attribute(flash));
        String kinds =
                "still there; expired; set to an equal value; changed;" + " set to an equal value, without an expiry";
        Cases.check(2_000, kinds, cases -> {
            TestEngine.Browser device = engine.browser().signIn(cases.fresh());
            device.request(session -> {
                session.put(flash, "hi");
                session.put("plain", "hi");
            });
            Instant lastSet = engine.now();
            String value = "hi";
            for (int i = cases.between(1, 6); i > 0; i--) {
                engine.passes(Duration.ofMinutes(cases.below(4)));
                boolean isThere = engine.now().isBefore(lastSet.plus(Duration.ofMinutes(5)));
                String present = value;
                assertThat(device.ask(session -> session.find(flash)).isPresent())
                        .isEqualTo(isThere);
                assertThat((boolean) device.<Boolean>ask(session -> session.contains(flash)))
                        .isEqualTo(isThere);
                cases.hit(isThere ? "still there" : "expired");
                int savesBefore = store.saves;
                switch (cases.below(4)) {
                    case 0 -> {
                        device.request(session -> session.put(flash, present));
                        assertThat(store.saves).isEqualTo(savesBefore + 1);
                        lastSet = engine.now();
                        cases.hit("set to an equal value");
                    }
                    case 1 -> {
                        value = cases.fresh();
                        String changed = value;
                        device.request(session -> session.put(flash, changed));
                        lastSet = engine.now();
                        cases.hit("changed");
                    }
                    case 2 -> {
                        device.request(session -> session.put("plain", "hi"));
                        assertThat(store.saves).isEqualTo(savesBefore);
                        cases.hit("set to an equal value, without an expiry");
                    }
                    default -> {} // time passes
                }
            }
        });
    }

    /** Two versions of the application give one attribute different lives; both write it, in turn or at once. */
    @Test
    void ofTwoExpiries_theOneSetLaterHolds() {
        InMemorySessionStore store = new InMemorySessionStore();
        Duration shortLife = Duration.ofMinutes(5);
        Duration longLife = Duration.ofMinutes(60);
        List<Attribute<String>> attributes =
                List.of(TestEngine.expiring("flash", shortLife), TestEngine.expiring("flash", longLife));
        List<TestEngine> engines = attributes.stream()
                .map(attribute -> new TestEngine(store, builder -> builder.attribute(attribute)))
                .toList();
        String kinds = "there after sign-in; there after a conflict; gone after sign-in; gone after a conflict;"
                + " different expiries";
        Cases.check(2_000, kinds, cases -> {
            String name = cases.fresh();
            int first = cases.below(2);
            int second = cases.below(2);
            boolean isSignIn = cases.oneIn(2);
            boolean isUserFirst = cases.oneIn(2);
            TestEngine.Browser user = engines.get(first).browser().signIn(name);
            TestEngine.Browser guest = engines.get(second).browser();
            Instant earlierSet = engines.get(0).now();
            if (isSignIn) {
                Consumer<UserSession> byUser = session -> session.put(attributes.get(first), cases.fresh());
                Consumer<UserSession> byGuest = session -> session.put(attributes.get(second), cases.fresh());
                (isUserFirst ? user : guest).request(isUserFirst ? byUser : byGuest);
                pass(engines, 1);
                (isUserFirst ? guest : user).request(isUserFirst ? byGuest : byUser);
                guest.signIn(name).request(UserSession::names);
            } else {
                guest.signIn(name);
                Visit visit = guest.begin();
                visit.session().put(attributes.get(second), cases.fresh());
                user.request(session -> session.put(attributes.get(first), cases.fresh()));
                pass(engines, 1);
                visit.commit();
            }
            boolean isLastByFirst = isSignIn && !isUserFirst;
            Duration life = (isLastByFirst ? first : second) == 0 ? shortLife : longLife;
            pass(engines, cases.oneOf(List.of(2, 4, 5, 30, 58, 59, 60)));
            Instant later = earlierSet.plus(Duration.ofMinutes(1)).plus(life);
            for (TestEngine engine : engines) {
                boolean isThere = engine.now().isBefore(later);
                assertThat((boolean) engine.browser().signIn(name).<Boolean>ask(session -> session.contains("flash")))
                        .as("%s %s %s", isSignIn ? "sign-in" : "at once", life, engine.now())
                        .isEqualTo(isThere);
                cases.hit((isThere ? "there" : "gone") + (isSignIn ? " after sign-in" : " after a conflict"));
            }
            cases.hitIf(first != second, "different expiries");
        });
    }

    private static void pass(List<TestEngine> engines, int minutes) {
        engines.forEach(engine -> engine.passes(Duration.ofMinutes(minutes)));
    }
}
