package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.peruser.internal.codec.Header;
import dev.peruser.internal.codec.HeaderCodec;
import dev.peruser.internal.codec.UserKeys;
import dev.peruser.internal.values.RandomSource;
import dev.peruser.store.Deadline;
import dev.peruser.store.GuestKey;
import dev.peruser.store.SessionChange;
import dev.peruser.store.SessionVersion;
import dev.peruser.store.StoredSession;
import dev.peruser.store.UserKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules V1 to V6: who the visitor is, and whose session that makes it. */
class VisitorRulesTest {
    private final FaultyStore store = new FaultyStore();
    private final TestEngine engine = new TestEngine(store);
    private final TestEngine.Browser browser = engine.browser();

    @Test
    void v1_principalThatChangesWithinARequest_changesTheSession_andWhatWasChangedBelongsToItsOwner() {
        browser.signIn("ada");
        Visit visit = browser.begin();
        visit.session().put("a", 1);
        Map<String, Object> adas = visit.session().map("m");
        adas.put("before", 1);
        browser.signIn("bob");
        assertThat(visit.session().contains("a")).isFalse();
        visit.session().put("b", 2);
        visit.commit();
        browser.end(visit);
        browser.signIn("ada").request(session -> {
            assertThat(session.names()).containsExactlyInAnyOrder("a", "m");
            assertThat(session.get("m")).contains(Map.of("before", 1));
        });
        browser.signIn("bob").request(session -> assertThat(session.names()).containsExactly("b"));
    }

    @Test
    void v1_commit_doesNotAskAgain() {
        browser.signIn("ada");
        Visit visit = browser.begin();
        visit.session().put("a", 1);
        browser.forgetPrincipal();
        visit.commit();
        browser.end(visit);
        assertThat(browser.tokens()).isEmpty();
        browser.signIn("ada").request(session -> assertThat(session.get("a")).contains(1));
    }

    @Test
    void v2_missingPrincipal_isNotASignOut() {
        browser.signIn("ada").request(session -> session.put("a", 1));
        browser.forgetPrincipal()
                .request(session -> assertThat(session.contains("a")).isFalse());
        browser.signIn("ada").request(session -> assertThat(session.get("a")).contains(1));
    }

    @Test
    void v2_signOut_savesThenShowsAFreshGuest() {
        browser.signIn("ada");
        Visit visit = browser.begin();
        visit.session().put("a", 1);
        visit.signedOut();
        browser.forgetPrincipal();
        assertThat(visit.session().names()).isEmpty();
        visit.session().put("g", 1);
        visit.commit();
        browser.end(visit);
        browser.request(session -> assertThat(session.names()).containsExactly("g"));
        browser.signIn("ada").request(session -> assertThat(session.names()).containsExactlyInAnyOrder("a", "g"));
    }

    @Test
    void v3_idsThatDifferInAnyWay_areDistinctSessions() {
        List<UserId> ids = List.of(
                UserId.of("ada"),
                UserId.of("Ada"),
                UserId.of("ada "),
                UserId.of(" ada"),
                UserId.of("\u00e9"),
                UserId.of("e\u0301"),
                UserId.of("a:b"),
                new UserId("a", "b"),
                new UserId("google", "ada"),
                UserId.of("%61"),
                UserId.of("u:ada"),
                UserId.of("h:" + "0".repeat(64)),
                UserId.of("\uD800"),
                UserId.of("\uD801"),
                UserId.of("?"),
                UserId.of("x".repeat(500)),
                UserId.of("x".repeat(501)),
                UserId.of("\n\u0000"),
                UserId.of("user:ada"));
        Set<String> keys = new HashSet<>();
        for (UserId id : ids) {
            UserKey key = UserKeys.of(id);
            assertThat(key.text()).matches("[a-z0-9:%._-]{3,200}");
            assertThat(keys.add(key.text())).isTrue();
            engine.perUser.withSession(id, session -> {
                session.put("who", keys.size());
                return true;
            });
        }
        int n = 0;
        for (UserId id : ids) {
            int expected = ++n;
            engine.perUser.withSession(id, session -> {
                assertThat(session.get("who")).contains(expected);
                return true;
            });
        }
    }

    @Test
    void v3_keysAreDecodedToTheirIds_unlessHashed() {
        UserId id = new UserId("oauth2 x", "Ad\u00e9 %:\n");
        assertThat(UserKeys.decode(UserKeys.of(id))).contains(id);
        assertThat(UserKeys.decode(UserKeys.of(UserId.of("x".repeat(1000))))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\n"})
    void v3_blankIds_areRefused(String id) {
        assertThatIllegalArgumentException().isThrownBy(() -> UserId.of(id));
    }

    @Test
    void v3_storedSessionOfAnotherId_isNotOpened() {
        UserKey key = UserKeys.of(UserId.of("ada"));
        Header foreign = Header.fresh(engine.now(), UserKeys.ownerHash(UserId.of("eve")));
        StoredSession stored = new StoredSession(
                SessionVersion.first(7), engine.now().plusSeconds(1_000), HeaderCodec.encode(foreign), Map.of());
        store.store.save(key, SessionChange.create(stored), Deadline.after(Duration.ofSeconds(1)));
        assertThatExceptionOfType(SessionDataException.class)
                .isThrownBy(() -> browser.signIn("ada").request(UserSession::names))
                .withMessageContaining("another id");
    }

    @Test
    void v4_whileSomebodyActsAsAnother_nothingIsAbsorbed() {
        browser.request(session -> session.put("admins", 1));
        browser.become(Visitor.user(UserId.of("customer")).byAnother());
        browser.request(session -> session.put("seen", 1));
        assertThat(browser.tokens()).hasSize(1);
        browser.signIn("admin")
                .request(session -> assertThat(session.get("admins")).contains(1));
        browser.signIn("customer")
                .request(session -> assertThat(session.names()).containsExactly("seen"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "user:ada",
                "u::ada",
                "h:0000",
                "",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.x",
                "g:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==",
                "+AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\u00e9",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\u0141",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA:AAAAAAAAAAAAAAAAAAAAAA",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAB"
            })
    void v5_textFromOutside_isAGuestTokenOrNothing(String text) {
        assertThat(GuestToken.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE",
                "-_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE.AAAAAAAAAAAAAAAAAAAAAQ"
            })
    void v5_genuineText_isAToken(String text) {
        assertThat(GuestToken.parse(text))
                .hasValueSatisfying(token -> assertThat(token.text()).isEqualTo(text));
    }

    @Test
    void v5_sessionIsNeverCreatedUnderAPresentedToken() {
        GuestToken planted = GuestToken.parse("A".repeat(43)).orElseThrow();
        browser.present(planted).request(session -> session.put("a", 1));
        assertThat(browser.tokens()).hasSize(2).startsWith(planted); // it may be another application's
        assertThat(store.store.load(planted.key(), Deadline.after(Duration.ofSeconds(1))))
                .isEmpty();
        engine.browser().present(planted).seesNothing();
    }

    @Test
    void v5_storeHoldsOnlyTheTokensHash() {
        browser.request(session -> session.put("a", 1));
        GuestToken token = browser.tokens().get(0);
        GuestKey key = token.key();
        assertThat(store.store.load(key, Deadline.after(Duration.ofSeconds(1)))).isPresent();
        assertThat(key.text()).doesNotContain(token.text());
        assertThat(token.toString() + key).doesNotContain(token.text()).doesNotContain(key.text());
    }

    @Test
    void v6_twoFirstWritesInParallel_makeTwoTokens_andOneSession() {
        Visit one = browser.begin();
        Visit other = browser.begin();
        one.session().list("l").add("one");
        other.session().list("l").add("other");
        one.commit();
        other.commit();
        browser.end(one);
        browser.end(other);
        assertThat(browser.tokens()).hasSize(2);
        browser.request(session -> assertThat(session.list("l")).containsExactlyInAnyOrder("one", "other"));
        assertThat(browser.tokens()).hasSize(1);
        browser.request(session -> assertThat(session.list("l")).containsExactlyInAnyOrder("one", "other"));
    }

    @Test
    void v6_surplusTokens_signIn_carryAll() {
        for (String item : List.of("a", "b", "c")) {
            TestEngine.Browser other = engine.browser();
            other.request(session -> session.list("l").add(item));
            browser.present(other.tokens().get(0));
        }
        browser.signIn("ada")
                .request(session -> assertThat(session.list("l")).containsExactlyInAnyOrder("a", "b", "c"));
        assertThat(browser.tokens()).isEmpty();
    }

    @Test
    void v6_hundredFirstWritesInParallel_areOneSession_fromTheFirstPageOn() {
        List<Visit> visits = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            visits.add(browser.begin());
            visits.get(i).session().list("l").add(i);
        }
        visits.forEach(visit -> {
            visit.commit();
            browser.end(visit);
        });
        assertThat(browser.tokens()).hasSize(100);
        browser.request(session -> assertThat(session.list("l")).hasSize(100).doesNotHaveDuplicates());
        for (int i = 0; i < 5; i++) {
            browser.request(session -> assertThat(session.list("l")).hasSize(100));
        }
        assertThat(browser.tokens()).hasSize(1);
    }

    @Test
    void v6_hundredFirstWritesInParallel_thenASignIn_areInTheAccount_andNothingIsLeftForTheNextVisitor() {
        for (int i = 0; i < 100; i++) {
            TestEngine.Browser other = engine.browser();
            int item = i;
            other.request(session -> session.list("l").add(item));
            browser.present(other.tokens().get(0));
        }
        browser.signIn("ada").request(session -> {});
        browser.signOut();
        browser.seesNothing();
        browser.signIn("bob").seesNothing();
        engine.browser()
                .signIn("ada")
                .request(session -> assertThat(session.list("l")).hasSize(100).doesNotHaveDuplicates());
    }

    @Test
    void v6_fewTokensOfMany_areLookedAtInOneRequest() {
        for (int i = 0; i < 150; i++) {
            browser.present(GuestToken.random(RandomSource.ofSystem()::fill));
        }
        store.resetCounts();
        browser.request(session -> session.get("x"));
        assertThat(store.loads).isEqualTo(GuestToken.MOST_LOOKED_AT);
        store.resetCounts();
        browser.signIn("ada").request(session -> {});
        assertThat(store.loads).isLessThanOrEqualTo(2 * GuestToken.MOST_LOOKED_AT);
    }

    @Test
    void guestOfAnotherSite_getsNoSession() {
        Visit visit = engine.perUser
                .newVisit(Visitor::guest)
                .presenting(List.of())
                .newGuests(Visit.NewGuests.REFUSED)
                .begin();
        visit.session().put("a", 1);
        assertThatExceptionOfType(SessionDataException.class)
                .isThrownBy(visit::commit)
                .withMessageContaining("another site");
        assertThat(visit.takeTokenChanges().isEmpty()).isTrue();
    }

    @Test
    void afterTheResponse_putThrows_andAChangeInPlaceIsReported() {
        int[] late = new int[1];
        TestEngine listening = new TestEngine(builder -> builder.listener(new PerUserListener() {
            @Override
            public void changedTooLate() {
                late[0]++;
            }
        }));
        Visit visit = listening.browser().signIn("ada").begin();
        Map<String, Object> map = visit.session().map("m");
        visit.commit();
        visit.responseCommitted();
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> visit.session().put("a", 1))
                .withMessageContaining("already committed");
        map.put("too", "late");
        visit.end();
        assertThat(late[0]).isEqualTo(1);
    }
}
