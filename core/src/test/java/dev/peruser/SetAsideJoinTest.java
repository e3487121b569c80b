package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.peruser.SignInPolicy.Decision;
import dev.peruser.store.InMemorySessionStore;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What was set aside in an account, and what its guests still do, once the account was joined into another. */
class SetAsideJoinTest extends SetAsideFixture {
    @Test
    void accountThatIsJoinedIntoAnother_bringsWhatWasSetAside() {
        phone.request(session -> add(session, "tea", 1));
        answer = Decision.keepGuest();
        signInAfter(session -> add(session, "tea", 5));
        answer = Decision.keepAccount();
        signInAfter(session -> add(session, "jam", 1));
        engine.perUser.absorb(UserId.of("ada"), UserId.of("eve"));
        TestEngine.Browser eve = engine.browser().signIn("eve");
        List<MergeReport.SetAside> both = eve.ask(UserSession::setAside);
        assertThat(both).hasSize(2);
        for (MergeReport.SetAside aside : both) {
            assertThat(eve.<Object>ask(session -> session.carrySetAside(aside.id())))
                    .isEqualTo(Set.of("cart"));
        }
        assertThat(eve.<Object>ask(session -> session.get(CART))).isEqualTo(Map.of("tea", 6, "jam", 1));
        assertThat(eve.<Object>ask(session -> session.setAside().size())).isEqualTo(0);
    }

    /** What the other account has met by then by a rule of an order, or has put in its place. */
    @Test
    void ofAJoinedAccount_isCarriedAsFarAsTheOtherHasNotMetIt_andTheRestStaysListed() {
        phone.request(session -> session.put(THEME, "dark"));
        answer = Decision.keepAccount();
        signInAfter(session -> {
            session.put(THEME, "light");
            add(session, "tea", 1);
            session.update(SCORE, score -> score + 1);
        });
        TestEngine.Browser eve = joinedIntoEve();
        guestSignsInAsEve(Decision.merge(), session -> session.put(THEME, "blue"));
        guestSignsInAsEve(Decision.keepGuest().about("score"), session -> session.put(SCORE, 7));
        eve.request(session -> session.put(SCORE, session.get(SCORE) + 1));
        String id = eve.ask(session -> session.setAside().get(0).id());
        assertThat(eve.<Object>ask(session -> session.carrySetAside(id))).isEqualTo(Set.of("cart"));
        assertThat(eve.<Object>ask(session -> Map.copyOf(session.asMap())))
                .isEqualTo(Map.of("theme", "blue", "score", 8, "cart", Map.of("tea", 1)));
        assertThat(eve.<Object>ask(session -> session.setAside().get(0).ofGuest()))
                .isEqualTo(Map.of("theme", "light", "score", 1));
    }

    @Test
    void ofAJoinedAccount_whatTheOtherHasPutInItsPlace_staysAside() {
        phone.request(session -> session.put("other", 1));
        answer = Decision.keepAccount();
        signInAfter(session -> session.put("name", "G"));
        TestEngine.Browser eve = joinedIntoEve();
        eve.request(session -> session.put("name", "Eve"));
        String id = eve.ask(session -> session.setAside().get(0).id());
        assertThat(eve.<Object>ask(session -> session.carrySetAside(id))).isEqualTo(Set.of());
        assertThat(eve.<Object>ask(session -> session.get("name").orElseThrow().toString()))
                .isEqualTo("Eve");
        assertThat(eve.<Object>ask(session -> session.setAside().get(0).ofGuest()))
                .isEqualTo(Map.of("name", "G"));
    }

    @Test
    void ofAJoinedAccount_whatWouldBeTooMuchForTheOther_changesNothing() {
        TestEngine own = new TestEngine(
                new InMemorySessionStore(),
                builder -> builder.limits(Limits.DEFAULT.withSessionBytes(1_500))
                        .signInPolicy(signIn -> Decision.keepAccount()));
        guestSignsIn(own, Map.of("cart", "y".repeat(700)));
        own.browser().signIn("eve").request(session -> session.put("filler", "x".repeat(1_000)));
        own.perUser.absorb(UserId.of("ada"), UserId.of("eve"));
        TestEngine.Browser eve = own.browser().signIn("eve");
        String id = eve.ask(session -> session.setAside().get(0).id());
        eve.request(session ->
                assertThatExceptionOfType(SessionLimitException.class).isThrownBy(() -> session.carrySetAside(id)));
        assertThat(eve.<Object>ask(
                        session -> session.setAside().get(0).ofGuest().keySet()))
                .isEqualTo(Set.of("cart"));
        assertThat(eve.ask(UserSession::names)).containsExactly("filler");
    }

    @Test
    void lateChangeAfterAJoin_whoseRuleTheOtherAccountHasMet_isRefused_andNothingIsLeftOfIt() {
        TestEngine.Browser browser = engine.browser();
        browser.request(session -> session.put(THEME, "light"));
        Visit late = lateRequestOf(browser);
        late.session().put(THEME, "late");
        browser.signIn("ada").request(UserSession::names);
        TestEngine.Browser eve = joinedIntoEve();
        guestSignsInAsEve(Decision.merge(), session -> session.put(THEME, "blue"));
        assertThatExceptionOfType(ConflictException.class).isThrownBy(late::commit);
        late.end();
        assertThat(eve.<Object>ask(UserSession::setAside)).isEqualTo(List.of());
        assertThat(eve.<Object>ask(session -> session.get(THEME))).isEqualTo("blue");
    }

    @Test
    void lateChangeAfterAJoin_isListedWithTheRest() {
        answer = Decision.keepAccount();
        TestEngine.Browser browser = engine.browser();
        browser.request(session -> session.put("name", "G"));
        Visit late = lateRequestOf(browser);
        late.session().put("note", "late");
        browser.signIn("ada").request(UserSession::names);
        engine.perUser.absorb(UserId.of("ada"), UserId.of("eve"));
        late.commit();
        late.end();
        assertThat(engine.browser()
                        .signIn("eve")
                        .<Object>ask(session -> session.setAside().get(0).ofGuest()))
                .isEqualTo(Map.of("name", "G", "note", "late"));
    }

    private TestEngine.Browser joinedIntoEve() {
        engine.browser().signIn("eve").request(session -> session.put(SCORE, 0));
        engine.perUser.absorb(UserId.of("ada"), UserId.of("eve"));
        return engine.browser().signIn("eve");
    }

    private void guestSignsInAsEve(Decision decision, Consumer<UserSession> asGuest) {
        answer = decision;
        TestEngine.Browser guest = engine.browser();
        guest.request(asGuest);
        guest.signIn("eve").request(UserSession::names);
    }
}
