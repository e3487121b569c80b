package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

/** Accounts that are joined or erased while a sign-in, another join, or a save is under way. */
class JoinAndEraseTest extends AbsorbFixture {
    @Test
    void joinOfAnAccountThatHasNothing_readsItOnce() {
        racing.perUser.absorb(UserId.of("nobody"), ADA);
        assertThat(calls()).containsExactly("load u");
        assertThat(cart("ada")).containsExactly("u");
    }

    @Test
    void joinOfAnAccountWithAnUnfinishedSignIn_takesTheGuestsDataAlong() {
        signInKilledAt(CLAIMS, "ada.old");
        racing.perUser.absorb(OLD, ADA);
        assertThat(cart("ada")).containsExactly("u", "g");
        assertThat(cart("ada.old")).isEmpty();
        assertMoved(token.key());
    }

    @Test
    void joinOfAnAccountThatIsOnItsWayIntoAnother_finishesThat_andTakesNothing() {
        joinKilledAfterTheClaim(ADA, OLD);
        racing.perUser.absorb(ADA, UserId.of("eve"));
        assertThat(stored(UserKeys.of(UserId.of("eve")))).isEmpty();
        assertMoved(UserKeys.of(ADA));
        assertThat(cart("ada.old")).containsExactly("u");
    }

    @Test
    void joinIntoAnAccountWhoseJoinIntoTheOtherIsUnfinished_finishesThatFirst() {
        engine.browser().signIn("ada.old").request(session -> add(session, "old"));
        joinKilledAfterTheClaim(OLD, ADA);
        racing.perUser.absorb(ADA, OLD);
        assertThat(cart("ada.old")).containsExactly("u", "old");
        assertThat(cart("ada")).isEmpty();
    }

    @Test
    void joinIntoAnAccountThatTheOtherClaimsMeanwhile_finishesThat_andClaimsNothing() {
        engine.browser().signIn("ada.old").request(session -> add(session, "old"));
        store.before(1, () -> joinKilledAfterTheClaim(OLD, ADA));
        racing.perUser.absorb(ADA, OLD);
        assertThat(header(ADA).isActive()).isTrue();
        assertMoved(UserKeys.of(OLD));
        assertThat(cart("ada")).containsExactly("u", "old");
    }

    @Test
    void signInToAnAccountThatIsOnItsWayIntoAnother_bringsTheGuestsDataThere() {
        engine.browser().signIn("ada.old").request(session -> add(session, "old"));
        joinKilledAfterTheClaim(OLD, ADA);
        TestEngine.Browser browser = racing.browser().present(token).signIn("ada.old");
        browser.request(session -> assertThat(session.names()).isEmpty());
        assertThat(browser.tokens()).isEmpty();
        assertThat(cart("ada")).containsExactly("u", "old", "g");
        assertThat(cart("ada.old")).isEmpty();
    }

    @Test
    void accountFoundOnItsWayIntoAnother_isFinishedAtOnce_andBeginsAnew() {
        engine.browser().signIn("ada.old").request(session -> add(session, "old"));
        joinKilledAfterTheClaim(OLD, ADA);
        racing.browser().signIn("ada.old").request(session -> {
            assertThat(session.names()).isEmpty();
            assertMoved(UserKeys.of(OLD));
            assertThat(header(ADA).pending()).isEmpty();
            session.put("anew", 1);
        });
        assertThat(failed).isEmpty();
        assertThat(cart("ada")).containsExactly("u", "old");
        engine.browser()
                .signIn("ada.old")
                .request(session -> assertThat(session.names()).containsExactly("anew"));
    }

    @Test
    void joinThatOthersDisturbUntilTheDeadline_isAConflict_andLosesNothing() {
        engine.browser().signIn("ada.old").request(session -> add(session, "old"));
        store.before(ANNOUNCES, () -> phone.request(session -> add(session, "u2")));
        store.before(ANNOUNCES + 1, store::letTheDeadlinePass);
        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> racing.perUser.absorb(OLD, ADA))
                .withMessageContaining("peruser.deadline");
        assertThat(cart("ada")).containsExactly("u", "u2");
        assertThat(cart("ada.old")).containsExactly("old");
    }

    @Test
    void eraseThatOthersDisturbUntilTheDeadline_isAConflict_andErasesNothing() {
        store.before(1, () -> phone.request(session -> add(session, "u2")));
        store.before(2, store::letTheDeadlinePass);
        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> racing.perUser.erase(ADA))
                .withMessageContaining("peruser.deadline");
        assertThat(cart("ada")).containsExactly("u", "u2");
    }

    @Test
    void eraseOfAUserToWhomAGuestWasOnlyAnnounced_leavesTheGuestItsOwn() {
        signInKilledAt(ANNOUNCES, "ada");
        assertThat(racing.perUser.erase(ADA)).isTrue();
        assertThat(calls()).containsExactly("load u", "load g", "save u");
        guest.request(session -> assertThat(session.list("cart")).containsExactly("g"));
        assertThat(cart("ada")).isEmpty();
    }

    @Test
    void eraseOfAUserToWhomAGuestWasAnnounced_thatAnotherClaimed_leavesItToThatOne() {
        signInKilledAt(ANNOUNCES, "ada");
        signInKilledAt(CLAIMS, "bob");
        assertThat(racing.perUser.erase(ADA)).isTrue();
        assertThat(header(token.key()).state()).isEqualTo(Header.State.CLAIMED);
        assertThat(cart("bob")).containsExactly("g");
    }

    @Test
    void eraseOfAUserThatSavesMeanwhile_erasesThat_too() {
        store.before(1, () -> phone.request(session -> add(session, "u2")));
        assertThat(racing.perUser.erase(ADA)).isTrue();
        assertThat(calls()).containsExactly("load u", "save u", "load u", "load u", "save u");
        assertThat(header(ADA).state()).isEqualTo(Header.State.ERASED);
        assertThat(stored(UserKeys.of(ADA)).orElseThrow().attributes()).isEmpty();
    }
}
