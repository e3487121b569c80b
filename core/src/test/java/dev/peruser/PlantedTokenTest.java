package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A session that somebody else knows, too, because they have put their own cookie into the visitor's browser. */
class PlantedTokenTest extends SurplusGuestFixture {
    private final List<String> itemsOfTheVisitor = List.of("mine");

    private void assertKnowsNothing(GuestToken planted) {
        TestEngine.Browser planter = presenting(planted);
        planter.seesNothing();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void getsNothingOfWhatTheVisitorHad_whicheverIsOlder(boolean isPlantedOlder) {
        GuestToken own = isPlantedOlder ? laterGuest() : token;
        GuestToken planted = isPlantedOlder ? token : laterGuest();
        TestEngine.Browser visitor = presenting(planted, own);
        assertThat(cartOf(visitor)).contains(isPlantedOlder ? "later" : "g");
        assertThat(visitor.tokens()).doesNotContain(planted).hasSize(1);
        visitor.request(session -> add(session, "more"));
        assertKnowsNothing(planted);
        assertThat(cartOf(visitor)).contains("more");
    }

    @Test
    void ofSeveralPlantedOnes_noneGetsAnything() {
        GuestToken first = guestWith("p1");
        GuestToken second = guestWith("p2");
        GuestToken own = guestWith("mine");
        TestEngine.Browser visitor = presenting(first, second, own);
        assertThat(cartOf(visitor)).containsAll(itemsOfTheVisitor);
        assertKnowsNothing(first);
        assertKnowsNothing(second);
        TestEngine.Browser planter = presenting(first, second);
        planter.seesNothing();
        planter.seesNothing();
        assertThat(cartOf(visitor)).containsAll(itemsOfTheVisitor);
    }

    @Test
    void visitorWithNothingOfTheirOwn_leavesThePlantersSessionAlone_onceTheySignIn() {
        TestEngine.Browser visitor = presenting(token).signIn("eve");
        visitor.request(session -> add(session, "eve's"));
        assertKnowsNothing(token);
    }

    @Test
    void planterWhoWritesMeanwhile_isShownNothing() {
        GuestToken own = laterGuest();
        Visit planter = engine.perUser.visit(Visitor::guest, List.of(token));
        add(planter.session(), "planted");
        TestEngine.Browser visitor = presenting(token, own);
        cartOf(visitor);
        planter.commit(); // as the visitor's own late request would, it reaches what has the session now
        assertThat(planter.takeTokenChanges().toSet()).isEmpty();
        assertKnowsNothing(token);
    }
}
