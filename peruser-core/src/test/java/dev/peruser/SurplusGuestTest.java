package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several sessions of one guest: which stays, what becomes of the others, and what the browser is told. */
class SurplusGuestTest extends AbsorbFixture {
    private TestEngine.Browser withSurplus(GuestToken surplus) {
        return racing.browser().present(surplus).present(token);
    }

    private GuestToken laterGuest() {
        racing.passes(Duration.ofSeconds(1));
        engine.passes(Duration.ofSeconds(1));
        TestEngine.Browser later = engine.browser();
        later.request(session -> add(session, "later"));
        return later.tokens().get(0);
    }

    @Test
    void surplus_meetsTheOldestAsTwoRequestsOfOneGuestWould_withoutAReport() {
        GuestToken surplus = laterGuest();
        engine.browser().present(surplus).request(session -> session.put("__nav", 1));
        Visit visit = withSurplus(surplus).begin();
        assertThat(visit.session().list("cart")).containsExactly("g", "later");
        assertThat(visit.session().get("__nav")).contains(1); // a sign-in would not carry it
        assertThat(reports)
                .singleElement()
                .satisfies(report -> assertThat(report.entries()).isEmpty());
        visit.commit();
        Visit.TokenChanges changes = visit.takeTokenChanges();
        assertThat(changes.toRemove()).containsExactly(surplus);
        assertThat(changes.toSet()).containsExactly(token); // it may live longer now
    }

    @Test
    void oldestGuestSignsIn_whileASurplusIsAbsorbed_itGoesAlong_andTheGuestBeginsAnew() {
        GuestToken surplus = laterGuest();
        store.before(2, () -> signIn(engine, "ada"));
        TestEngine.Browser both = withSurplus(surplus);
        both.request(session -> {
            assertThat(session.names()).isEmpty();
            session.put("fresh", 1);
        });
        assertThat(cart("ada")).containsExactly("u", "g", "later");
        assertMoved(token.key());
        assertMoved(surplus.key());
        assertThat(both.tokens())
                .singleElement()
                .satisfies(fresh -> assertThat(fresh).isNotIn(token, surplus));
        both.request(session -> assertThat(session.names()).containsExactly("fresh"));
    }

    /** Whoever comes first, and in whatever order the browser sends its cookies, they agree on which stays. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void ofTwoSessionsMadeInTheSameMillisecond_theSmallerKeyStays(boolean isSmallerFirst) {
        TestEngine.Browser twin = engine.browser();
        twin.request(session -> add(session, "twin"));
        List<GuestToken> tokens = new ArrayList<>(List.of(token, twin.tokens().get(0)));
        tokens.sort(Comparator.comparing(one -> one.key().text()));
        TestEngine.Browser both = racing.browser()
                .present(tokens.get(isSmallerFirst ? 0 : 1))
                .present(tokens.get(isSmallerFirst ? 1 : 0));
        both.request(session -> assertThat(session.list("cart")).containsExactlyInAnyOrder("g", "twin"));
        assertThat(both.tokens()).containsExactly(tokens.get(0));
    }

    @Test
    void guestWithASession_maySave_alsoWhereNewGuestsAreRefused() {
        Visit visit = racing.perUser.visit(Visitor::guest, List.of(token), Visit.NewGuests.REFUSED);
        add(visit.session(), "g2");
        visit.commit();
        guest.request(session -> assertThat(session.list("cart")).containsExactly("g", "g2"));
    }
}
