package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.internal.codec.Header;
import dev.peruser.store.Deadline;
import dev.peruser.store.GuestKey;
import dev.peruser.store.SessionVersion;
import dev.peruser.store.WriteResult;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The response that was to tell the browser of the one token did not arrive. */
class LostTokenResponseTest extends SurplusGuestFixture {
    private void bringTogetherWithoutAnAnswer(GuestToken other) {
        Visit lost = engine.perUser.visit(Visitor::guest, List.of(token, other));
        assertThat(lost.session().list("cart")).hasSize(2);
        lost.commit();
    }

    @Test
    void nextRequest_hasAll() {
        GuestToken other = laterGuest();
        bringTogetherWithoutAnAnswer(other);
        TestEngine.Browser browser = presenting(token, other);
        assertThat(cartOf(browser)).containsExactly("g", "later");
        assertThat(browser.tokens()).containsExactly(GuestToken.derivedFrom(List.of(token, other)));
    }

    @Test
    void nextRequest_hasAll_alsoWithAFurtherToken() {
        GuestToken other = laterGuest();
        bringTogetherWithoutAnAnswer(other);
        GuestToken third = guestWith("third");
        TestEngine.Browser browser = presenting(third, token, other);
        assertThat(cartOf(browser)).containsExactlyInAnyOrder("g", "later", "third");
        assertThat(cartOf(browser)).containsExactlyInAnyOrder("g", "later", "third");
        assertThat(browser.tokens()).hasSize(1);
    }

    @Test
    void nextRequest_hasAll_alsoIfAParallelResponseHasRemovedSomeOfTheCookies() {
        GuestToken other = laterGuest();
        GuestToken third = guestWith("third");
        TestEngine.Browser browser = presenting(token, other);
        cartOf(browser);
        assertThat(browser.tokens()).hasSize(1);
        Visit lost = engine.perUser.visit(Visitor::guest, List.of(token, other, third));
        assertThat(lost.session().list("cart")).hasSize(3);
        lost.commit();
        browser.present(third);
        assertThat(cartOf(browser)).containsExactlyInAnyOrder("g", "later", "third");
        assertThat(browser.tokens()).hasSize(1);
    }

    @Test
    void signIn_carriesAll_andLeavesNothingBehind() {
        GuestToken other = laterGuest();
        bringTogetherWithoutAnAnswer(other);
        GuestToken third = guestWith("third");
        TestEngine.Browser browser = presenting(third, token, other).signIn("ada");
        browser.request(session -> {});
        assertThat(cart("ada")).containsExactlyInAnyOrder("u", "g", "later", "third");
        assertThat(browser.tokens()).isEmpty();
        assertMoved(
                new GuestKey(GuestToken.derivedFrom(List.of(token, other)).key().text()));
    }

    /** Sent before the other cookie was there. */
    @Test
    void signInOfARequestWithOnlyOneOfTheTokens_losesNothing() {
        GuestToken other = laterGuest();
        bringTogetherWithoutAnAnswer(other);
        TestEngine.Browser browser = presenting(token).signIn("ada");
        browser.request(session -> {});
        browser.present(other);
        browser.request(session -> {});
        assertThat(cart("ada")).containsExactlyInAnyOrder("u", "g", "later");
        browser.request(session -> {});
        assertThat(browser.tokens()).isEmpty();
    }

    /** One request brings all three together, another the two that it knows of; of the first nobody is told. */
    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18})
    void requestsThatKnowOfDifferentTokens_loseNothing_whicheverIsLost(int call) {
        GuestToken other = laterGuest();
        GuestToken third = guestWith("third");
        TestEngine.Browser two = presenting(token, other);
        store.before(call, () -> cartOf(two));
        Visit lost = racing.perUser.visit(Visitor::guest, List.of(token, other, third));
        assertThat(lost.session().list("cart")).isNotEmpty();
        lost.commit();
        assertThat(store.calls).isGreaterThan(call);
        two.present(third);
        for (int request = 0; request < 4; request++) {
            assertThat(cartOf(two)).containsExactlyInAnyOrder("g", "later", "third");
        }
        engine.passes(Duration.ofMinutes(11));
        for (int request = 0; request < 2; request++) {
            assertThat(cartOf(two)).containsExactlyInAnyOrder("g", "later", "third");
        }
        assertThat(two.tokens()).hasSize(1);
    }

    /** As before; another one with all three was sent before that with two was answered, and is not answered either. */
    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18})
    void twoRequestsThatAreNotAnswered_besideOneThatKnowsOfLess_loseNothing(int call) {
        GuestToken other = laterGuest();
        GuestToken third = guestWith("third");
        TestEngine.Browser two = presenting(token, other);
        store.before(call, () -> cartOf(two));
        for (TestEngine at : List.of(racing, engine)) {
            Visit lost = at.perUser.visit(Visitor::guest, List.of(token, other, third));
            assertThat(lost.session().list("cart")).isNotEmpty();
            lost.commit();
        }
        two.present(third);
        for (int request = 0; request < 4; request++) {
            assertThat(cartOf(two)).containsExactlyInAnyOrder("g", "later", "third");
        }
        engine.passes(Duration.ofMinutes(11));
        assertThat(cartOf(two)).containsExactlyInAnyOrder("g", "later", "third");
        assertThat(two.tokens()).hasSize(1);
    }

    /** As before, but the one with two tokens signs in. */
    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18})
    void signInOfWhoKnowsOfSomeTokens_losesNothing(int call) {
        TestEngine.Browser two = adasThatSignsInWithTwo_whileThreeAreBroughtTogether(call);
        for (int request = 0; request < 4; request++) {
            two.request(session -> {});
        }
        assertThat(cart("ada")).containsExactlyInAnyOrder("u", "g", "later", "third");
        engine.passes(Duration.ofMinutes(11));
        two.request(session -> {});
        assertThat(two.tokens()).isEmpty();
    }

    /** The third cookie came later. Whoever brought the three together was not answered. */
    private TestEngine.Browser adasThatSignsInWithTwo_whileThreeAreBroughtTogether(int call) {
        GuestToken other = laterGuest();
        GuestToken third = guestWith("third");
        TestEngine.Browser adas = presenting(token, other).signIn("ada");
        store.before(call, () -> adas.request(session -> {}));
        Visit lost = racing.perUser.visit(Visitor::guest, List.of(token, other, third));
        var unused = lost.session().list("cart");
        lost.commit();
        assertThat(store.calls).isGreaterThan(call);
        return adas.present(third);
    }

    /** Ada's request was sent before the other cookie was there; then Eve signs in. */
    @Test
    void signInsOfTwoUsers_ofWhomTheFirstKnowsOfOneToken_loseNothing_andTheFirstHasIt() {
        GuestToken other = laterGuest();
        bringTogetherWithoutAnAnswer(other);
        TestEngine.Browser browser = presenting(token).signIn("ada");
        browser.request(session -> {});
        browser.present(other).signIn("eve").seesNothing();
        browser.signOut();
        engine.passes(Duration.ofMinutes(3));
        browser.seesNothing();
        browser.signIn("eve").seesNothing();
        assertThat(cart("ada")).containsExactly("u");
        browser.signIn("ada").request(session -> {});
        assertThat(cart("ada")).containsExactlyInAnyOrder("u", "g", "later");
        assertThat(browser.tokens()).isEmpty();
    }

    /** What was brought together was brought together with a third one, and nobody told of that either. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void signInsOfTwoUsers_afterTwoLostAnswers_loseNothing(boolean isThirdFirst) {
        GuestToken other = laterGuest();
        bringTogetherWithoutAnAnswer(other);
        GuestToken third = guestWith("third");
        Visit lost = engine.perUser.visit(Visitor::guest, List.of(token, other, third));
        assertThat(lost.session().list("cart")).hasSize(3);
        lost.commit();
        TestEngine.Browser browser = presenting(token).signIn("ada");
        browser.request(session -> {});
        browser.present(isThirdFirst ? third : other).present(isThirdFirst ? other : third);
        browser.signIn("eve").seesNothing();
        browser.signIn("ada").request(session -> {});
        assertThat(cart("ada")).containsExactlyInAnyOrder("u", "g", "later", "third");
        engine.passes(Duration.ofMinutes(3));
        browser.request(session -> {});
        browser.signIn("eve").seesNothing();
        assertThat(browser.tokens()).isEmpty();
    }

    /** One request brings all three together; meanwhile Ada signs in with the two that she knows of, then Eve. */
    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18})
    void signInsOfTwoUsers_whileSessionsAreBroughtTogether_loseNothing(int call) {
        TestEngine.Browser browser = adasThatSignsInWithTwo_whileThreeAreBroughtTogether(call);
        browser.signIn("eve");
        List<Object> eves = cartOf(browser);
        assertThat(eves).isSubsetOf("third");
        browser.signOut();
        browser.seesNothing();
        browser.signIn("ada").request(session -> {});
        List<Object> adas = cart("ada");
        adas.addAll(eves);
        assertThat(adas).containsExactlyInAnyOrder("u", "g", "later", "third");
        engine.passes(Duration.ofMinutes(11));
        browser.request(session -> {});
        browser.signIn("eve").request(session -> {});
        assertThat(browser.tokens()).isEmpty();
    }

    /** Nothing is moved into a session that doesn't say from which tokens it was derived. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 6, 7, 8, 9, 10})
    void requestOfWhichACallFails_losesNothing_alsoIfItsAnswerIsLost(int call) {
        GuestToken other = laterGuest();
        store.failAt(call, false);
        Visit lost = racing.perUser.visit(Visitor::guest, List.of(token, other));
        assertThat(lost.session().list("cart")).isNotEmpty();
        lost.commit();
        assertThat(store.calls).isGreaterThan(call);
        TestEngine.Browser browser = presenting(token, other);
        for (int request = 0; request < 2; request++) {
            assertThat(cartOf(browser)).containsExactlyInAnyOrder("g", "later");
        }
        assertThat(browser.tokens()).containsExactly(GuestToken.derivedFrom(List.of(token, other)));
    }

    /** The account took the session that nobody was told of, and was killed before it had taken its content. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void signInKilledAfterItsClaim_isFinishedByWhoeverFindsTheSessionOnTheWay(boolean isSignedIn) {
        GuestToken other = laterGuest();
        bringTogetherWithoutAnAnswer(other);
        // it looks at the two that were brought together first
        FaultyStore doomed = new FaultyStore(shared).crashAt(CLAIMS + 2, true);
        TestEngine killed = new TestEngine(doomed);
        GuestToken derived = GuestToken.derivedFrom(List.of(token, other));
        killed.browser().present(derived).signIn("ada").request(session -> {});
        assertThat(header(derived.key()).state()).isEqualTo(Header.State.CLAIMED);
        TestEngine.Browser next = presenting(token, other);
        if (isSignedIn) {
            next.signIn("eve");
        }
        next.seesNothing();
        assertMoved(derived.key());
        assertThat(cart("ada")).containsExactlyInAnyOrder("u", "g", "later");
    }

    /** Nobody can tell any more from which tokens it was derived. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void sessionThatIsGone_keepsNoCookieInTheBrowser(boolean isSignedIn) {
        GuestToken other = laterGuest();
        bringTogetherWithoutAnAnswer(other);
        GuestToken derived = GuestToken.derivedFrom(List.of(token, other));
        SessionVersion version = stored(derived.key()).orElseThrow().version();
        assertThat(shared.delete(derived.key(), version, Deadline.after(Duration.ofSeconds(1))))
                .isEqualTo(WriteResult.APPLIED);
        TestEngine.Browser browser = presenting(token);
        if (isSignedIn) {
            browser.signIn("ada");
        }
        browser.request(session -> assertThat(session.names()).doesNotContain("later"));
        assertThat(browser.tokens()).isEmpty();
    }

    @Test
    void whoHasOnlyOneOfTheTokens_getsNothing() {
        GuestToken other = laterGuest();
        bringTogetherWithoutAnAnswer(other);
        for (GuestToken one : List.of(token, other)) {
            presenting(one).seesNothing();
            presenting(one).signIn("eve").seesNothing();
            presenting(one).present(guestWith("other")).seesCart("other");
        }
    }
}
