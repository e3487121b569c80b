package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A guest's data that stays with the guest at sign-in, and what an application does with it. */
class HiddenGuestTest {
    private static final Duration GUEST_IDLE = Duration.ofDays(30);

    private final FaultyStore store = new FaultyStore();
    private final TestEngine engine =
            new TestEngine(store, builder -> builder.hideGuestData().guestIdle(GUEST_IDLE));
    private final TestEngine.Browser browser = engine.browser();

    private void addAsGuest(String item) {
        browser.become(Visitor.guest()).request(session -> session.list("cart").add(item));
    }

    @Test
    void onDemand_itIsCarriedOnce_andTheRequestGoesOnWithAll() {
        engine.browser().signIn("ada").request(session -> session.list("cart").add("own"));
        addAsGuest("guest's");
        browser.signIn("ada").request(session -> {
            assertThat(session.list("cart")).containsExactly("own");
            session.put("note", "before");
            assertThat(session.mergeGuest()).isTrue();
            assertThat(session.list("cart")).containsExactly("own", "guest's");
            assertThat(session.get("note")).contains("before");
            session.list("cart").add("after");
            assertThat(session.mergeGuest()).isFalse();
        });
        assertThat(browser.tokens()).isEmpty();
        engine.browser().signIn("ada").seesCart("own", "guest's", "after");
        assertThat(engine.browser()
                        .signIn("ada")
                        .<Boolean>ask(session -> session.takeMergeReport().isPresent()))
                .isTrue();
    }

    @Test
    void objectThatWasHandedOutBefore_isStillTheAccounts() {
        engine.browser().signIn("ada").request(session -> session.list("cart").add("own"));
        addAsGuest("guest's");
        browser.signIn("ada").request(session -> {
            List<Object> before = session.list("cart");
            assertThat(session.mergeGuest()).isTrue();
            before.add("by the old one");
            session.list("cart").add("by the new one");
        });
        assertThat(engine.browser().signIn("ada").cart())
                .containsExactlyInAnyOrder("own", "guest's", "by the old one", "by the new one");
    }

    @Test
    void withoutAGuestsData_nothingIsCarried() {
        browser.signIn("ada")
                .request(session -> assertThat(session.mergeGuest()).isFalse());
    }

    @Test
    void guest_andWhoeverActsAsAnother_hasNoAccountToCarryItInto() {
        addAsGuest("guest's");
        assertThatThrownBy(() -> browser.request(UserSession::mergeGuest)).isInstanceOf(IllegalStateException.class);
        browser.become(Visitor.user(UserId.of("ada")).byAnother());
        assertThatThrownBy(() -> browser.request(UserSession::mergeGuest)).isInstanceOf(IllegalStateException.class);
        browser.become(Visitor.guest()).seesCart("guest's");
    }

    @Test
    void ifTheStoreFails_itWaits_andIsNobodyElses() {
        addAsGuest("guest's");
        browser.signIn("ada").request(session -> {
            store.crashAfter(3, false);
            assertThat(session.mergeGuest()).isFalse();
            store.recover();
        });
        browser.signIn("bob")
                .request(session -> assertThat(session.mergeGuest()).isFalse());
        browser.seesNothing();
        browser.become(Visitor.guest()).seesNothing();
        browser.signIn("ada")
                .request(session -> assertThat(session.mergeGuest()).isTrue());
        browser.seesCart("guest's");
    }

    @Test
    void hiddenData_livesAsLongAsTheBrowserComes_alsoIfTheSessionIsNotUsed() {
        addAsGuest("guest's");
        for (int week = 0; week < 10; week++) {
            engine.passes(Duration.ofDays(7));
            Visit visit = browser.signIn("ada").begin();
            visit.observe();
            visit.commit();
            browser.end(visit);
        }
        browser.become(Visitor.guest()).seesCart("guest's");
    }

    @Test
    void hiddenData_ofABrowserThatDoesNotCome_expires() {
        addAsGuest("guest's");
        engine.passes(GUEST_IDLE.plusDays(1));
        browser.signIn("ada").request(UserSession::names);
        browser.become(Visitor.guest()).seesNothing();
    }

    @Test
    void keepingItAlive_costsAFewLoads_notOneInEachRequest() {
        addAsGuest("guest's");
        browser.signIn("ada").request(UserSession::names);
        int before = store.calls;
        for (int request = 0; request < 10; request++) {
            Visit visit = browser.begin();
            visit.observe();
            visit.commit();
            browser.end(visit);
        }
        assertThat(store.calls).isEqualTo(before);
    }

    @Test
    void jobThatOnlyReads_doesNotPostponeTheExpiry_andOneThatChangesDoes() {
        UserId ada = UserId.of("ada");
        browser.signIn("ada").request(session -> session.put("a", 1));
        for (int month = 0; month < 11; month++) {
            engine.passes(Duration.ofDays(31));
            assertThat(engine.perUser.<Boolean>withSession(ada, session -> session.contains("a")))
                    .isTrue();
        }
        engine.passes(Duration.ofDays(31));
        assertThat(engine.perUser.<Boolean>withSession(ada, session -> session.contains("a")))
                .isFalse();

        browser.signIn("ada").request(session -> session.put("a", 1));
        for (int month = 0; month < 20; month++) {
            int changed = month;
            engine.passes(Duration.ofDays(31));
            assertThat(engine.perUser.<Boolean>withSession(ada, session -> {
                        session.put("changed", changed);
                        return session.contains("a");
                    }))
                    .isTrue();
        }
    }
}
