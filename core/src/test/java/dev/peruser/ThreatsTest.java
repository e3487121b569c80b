package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.peruser.internal.codec.JsonCodec;
import dev.peruser.internal.codec.UserKeys;
import dev.peruser.internal.values.Hashing;
import dev.peruser.internal.values.RandomSource;
import dev.peruser.store.Deadline;
import dev.peruser.store.InMemorySessionStore;
import dev.peruser.store.SessionChange;
import dev.peruser.store.SessionKey;
import dev.peruser.store.StoredSession;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.type.TypeReference;

/** The threats of SECURITY.md that concern sessions themselves, each with what becomes of the attempt. */
@Timeout(30)
class ThreatsTest {
    private final FaultyStore store = new FaultyStore();
    private final TestEngine engine = new TestEngine(store);
    private final TestEngine.Browser victim = engine.browser();
    private final TestEngine.Browser attacker = engine.browser();

    private static Deadline soon() {
        return Deadline.after(Duration.ofSeconds(5));
    }

    @Test
    void plantedCookieOfALiveGuest_isSharedUntilTheSignIn_andWorthlessAfterwards() {
        attacker.request(session -> session.put("planted", 1));
        GuestToken planted = attacker.tokens().get(0);
        victim.present(planted).request(session -> session.put("typed", "as a guest"));
        attacker.request(session -> assertThat(session.contains("typed")).isTrue());
        victim.signIn("victim").request(session -> session.put("account", "secret"));
        attacker.present(planted).seesNothing();
        assertThat(attacker.tokens()).isEmpty();
        attacker.request(session -> session.put("again", 1));
        victim.request(session -> assertThat(session.contains("again")).isFalse());
    }

    @Test
    void loginCsrf_takesTheGuestsDataIntoTheAttackersAccount_andTheReportSaysSo() {
        victim.request(session -> session.put("searches", List.of("private")));
        victim.signIn("attacker").request(session -> {
            MergeReport report = session.takeMergeReport().orElseThrow();
            assertThat(report.entries().get(0).attribute()).isEqualTo("searches");
        });
        attacker.signIn("attacker")
                .request(session -> assertThat(session.contains("searches")).isTrue());
    }

    @Test
    void loginCsrf_takesNothing_ifGuestDataIsHidden() {
        TestEngine hiding = new TestEngine(store, PerUser.Builder::hideGuestData);
        TestEngine.Browser browser = hiding.browser();
        browser.request(session -> session.put("searches", List.of("private")));
        browser.signIn("attacker").request(UserSession::names);
        hiding.browser().signIn("attacker").seesNothing();
        browser.signOut();
        browser.request(session -> assertThat(session.contains("searches")).isTrue());
    }

    @Test
    void loginCsrf_takesOnlyWhatAnApplicationsRuleLets() {
        TestEngine careful = new TestEngine(
                store,
                builder -> builder.sessionMerger((user, guest) -> {
                    Map<String, Object> merged = new LinkedHashMap<>(user);
                    Optional.ofNullable(guest.get("cart")).ifPresent(cart -> merged.put("cart", cart));
                    return merged;
                }));
        TestEngine.Browser browser = careful.browser();
        browser.request(session -> {
            session.put("cart", List.of("tea"));
            session.put("searches", List.of("private"));
        });
        browser.signIn("attacker")
                .request(session -> assertThat(session.names()).containsExactly("cart"));
    }

    @Test
    void stolenCookie_showsTheGuestsSessionUntilTheSignIn_andNeverTheAccount() {
        victim.request(session -> session.put("cart", 1));
        attacker.present(victim.tokens().get(0))
                .request(session -> assertThat(session.contains("cart")).isTrue());
        victim.signIn("victim").request(session -> session.put("account", "secret"));
        attacker.seesNothing();
        attacker.request(session -> session.put("mine", 1));
        victim.request(session -> assertThat(session.names()).containsExactlyInAnyOrder("cart", "account"));
    }

    @Test
    void replayedCookie_afterSignInAndSignOut_isNobodys() {
        victim.request(session -> session.put("cart", 1));
        GuestToken beforeSignIn = victim.tokens().get(0);
        victim.signIn("victim").request(UserSession::names);
        victim.signOut();
        victim.request(session -> session.put("guest", "again"));
        GuestToken second = victim.tokens().get(0);
        assertThat(second).isNotEqualTo(beforeSignIn);
        victim.signIn("victim").request(UserSession::names);
        victim.signOut();
        for (GuestToken old : List.of(beforeSignIn, second)) {
            engine.browser().present(old).seesNothing();
            engine.browser().present(old).signIn("eve").seesNothing();
        }
    }

    @Test
    void guessedToken_hasTwoHundredFiftySixBits_andARequestTriesFew() {
        Set<String> tokens = new HashSet<>();
        Set<String> beginnings = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            GuestToken token = GuestToken.random(RandomSource.ofSystem()::fill);
            tokens.add(token.text());
            beginnings.add(token.text().substring(0, 8));
            assertThat(Base64.getUrlDecoder().decode(token.text())).hasSize(32);
        }
        assertThat(tokens).hasSize(1_000);
        assertThat(beginnings).hasSize(1_000);
        for (int i = 0; i < 150; i++) {
            attacker.present(GuestToken.random(RandomSource.ofSystem()::fill));
        }
        store.resetCounts();
        attacker.request(UserSession::names);
        assertThat(store.loads).isLessThanOrEqualTo(GuestToken.MOST_LOOKED_AT);
    }

    @Test
    void timing_ofALookUp_saysNothing_sinceNearMissesHaveUnrelatedKeys() {
        GuestToken genuine = GuestToken.parse("A".repeat(43)).orElseThrow();
        GuestToken nearMiss = GuestToken.parse("A".repeat(42) + "E").orElseThrow();
        String one = genuine.key().text();
        String other = nearMiss.key().text();
        int same = 0;
        for (int i = 2; i < one.length(); i++) {
            same += one.charAt(i) == other.charAt(i) ? 1 : 0;
        }
        assertThat(same).isLessThan(20);
        assertThat(genuine).isNotEqualTo(nearMiss);
    }

    @Test
    void voucherOfAGuest_goesToOneAccountOnly() {
        victim.request(session -> session.put("voucher", 1));
        GuestToken token = victim.tokens().get(0);
        victim.signIn("first").request(UserSession::names);
        victim.signOut();
        victim.present(token)
                .signIn("second")
                .request(session -> assertThat(session.contains("voucher")).isFalse());
        victim.signOut();
        victim.present(token)
                .signIn("first")
                .request(session -> assertThat(session.get("voucher")).contains(1));
    }

    @Test
    void privilegeInASession_travelsIntoTheAccount_unlessItsNameOrItsRuleSaysNo() {
        Attribute<String> role = Attribute.builder("role", String.class)
                .defaultValue("customer")
                .mergeBy(Merger.keepUsers())
                .build();
        TestEngine declared = new TestEngine(store, builder -> builder.attribute(role));
        declared.browser().signIn("ada").request(session -> session.put(role, "reader"));
        TestEngine.Browser guest = declared.browser();
        guest.request(session -> {
            session.put(role, "admin");
            session.put("__verified", true);
            session.put("undeclared", "admin");
        });
        guest.signIn("ada").request(session -> {
            assertThat(session.get(role)).isEqualTo("reader");
            assertThat(session.contains("__verified")).isFalse();
            assertThat(session.contains("undeclared")).isTrue();
        });
    }

    @Test
    void impersonator_takesNothingAlong_andLeavesNothingBehind() {
        attacker.request(session -> session.put("staff", 1));
        attacker.become(Visitor.user(UserId.of("customer")).byAnother()).seesNothing();
        attacker.signIn("staff")
                .request(session -> assertThat(session.contains("staff")).isTrue());
        victim.signIn("customer").seesNothing();
    }

    @Test
    void sharedBrowser_showsTheNextVisitorNothing() {
        victim.request(session -> session.put("guest", 1));
        victim.signIn("victim").request(session -> session.put("account", 1));
        victim.signOut();
        victim.seesNothing();
        victim.signIn("eve").seesNothing();
    }

    @Test
    void storeAdministrator_whoMovesARowToAnotherUser_isDetected_whoRestoresAnOldRowIsNot() {
        victim.signIn("ada").request(session -> session.put("balance", 1));
        SessionKey adas = UserKeys.of(UserId.of("ada"));
        StoredSession old = store.stored(adas).orElseThrow();
        victim.request(session -> session.put("balance", 2));
        store.store.save(UserKeys.of(UserId.of("eve")), SessionChange.create(old), soon());
        assertThatExceptionOfType(SessionDataException.class)
                .isThrownBy(() -> attacker.signIn("eve").request(UserSession::names))
                .withMessageContaining("another id");
        StoredSession current = store.stored(adas).orElseThrow();
        store.store.save(adas, SessionChange.replace(current, old), soon());
        victim.request(session -> assertThat(session.get("balance")).contains(1));
    }

    @Test
    void twoApplicationsOnOneTable_shareAUserOfTheSameName_unlessTheirRealmsDiffer() {
        PerUser shop = PerUser.builder(store).build();
        PerUser forum = PerUser.builder(store).build();
        shop.withSession(UserId.of("ada"), session -> {
            session.put("cart", 1);
            return true;
        });
        boolean sameName = forum.withSession(UserId.of("ada"), session -> session.contains("cart"));
        boolean otherRealm = forum.withSession(new UserId("forum", "ada"), session -> session.contains("cart"));
        assertThat(sameName).isTrue();
        assertThat(otherRealm).isFalse();
    }

    @Test
    void logInjection_byAnAttributesName_staysOneLine() {
        String name = "x\r\n2026-01-01 ERROR forged\u2028line\u0085\u0000";
        Visit visit = victim.begin();
        visit.session().put(name, "v".repeat(300_000));
        assertThatExceptionOfType(PerUserException.class)
                .isThrownBy(visit::commit)
                .satisfies(e -> assertThat(e.getMessage().chars())
                        .noneMatch(unit -> Character.isISOControl(unit) || unit == 0x2028));
        assertThatExceptionOfType(PerUserException.class)
                .isThrownBy(() -> visit.session().put(name, new Object()))
                .satisfies(e -> assertThat(e.getMessage()).contains("forged").doesNotContain("\n", "\r"));
    }

    @Test
    void logInjection_byAUserId_isImpossible_sinceNoMessageHoldsOne() {
        String name = "ada\r\nforged";
        store.crashAfter(0, false);
        assertThatExceptionOfType(PerUserException.class)
                .isThrownBy(() -> victim.signIn(name).request(UserSession::names))
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("forged"));
        assertThat(UserId.of(name).toString() + UserKeys.of(UserId.of(name)) + Visitor.user(UserId.of(name)))
                .doesNotContain("forged");
    }

    @Test
    void hostileValue_nestedDeeply_isRefusedBeforeAnythingIsStored() {
        List<Object> deep = new ArrayList<>();
        for (int level = 0; level < 100_000; level++) {
            deep = new ArrayList<>(List.of(1, deep));
        }
        List<Object> value = deep;
        victim.request(session -> assertThatExceptionOfType(SessionDataException.class)
                .isThrownBy(() -> session.put("deep", value))
                .withMessageContaining("peruser.limits.depth"));
    }

    @Test
    void hostileValue_tooLongOrTooMany_isRefused_andWhatWasStoredStays() {
        victim.signIn("ada").request(session -> session.put("kept", 1));
        Visit giant = victim.begin();
        giant.session().put("giant", "x".repeat(2_000_000));
        assertThatExceptionOfType(SessionLimitException.class).isThrownBy(giant::commit);
        Visit many = victim.begin();
        for (int i = 0; i < 1_001; i++) {
            many.session().put("a" + i, i);
        }
        assertThatExceptionOfType(SessionLimitException.class).isThrownBy(many::commit);
        victim.request(session -> assertThat(session.names()).containsExactly("kept"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"@class\":\"java.lang.Runtime\"}",
                "[\"java.util.concurrent.atomic.AtomicReference\",[1]]",
                "{\"@type\":\"com.sun.rowset.JdbcRowSetImpl\",\"dataSourceName\":\"ldap://x\"}"
            })
    void hostileValue_withATypeId_isDataOnly(String json) {
        JsonCodec codec = new JsonCodec(Limits.DEFAULT);
        Object read = codec.decode("x", null, Hashing.utf8(json));
        assertThat(read).isInstanceOfAny(Map.class, List.class);
        Attribute<Object> anything = Attribute.of("x", Object.class);
        assertThat(codec.decode("x", anything, Hashing.utf8(json))).isInstanceOfAny(Map.class, List.class);
    }

    @Test
    void hostileValue_withDuplicateKeys_isRefused() {
        JsonCodec codec = new JsonCodec(Limits.DEFAULT);
        byte[] json = Hashing.utf8("{\"role\":\"reader\",\"role\":\"admin\"}");
        assertThatExceptionOfType(SessionDataException.class).isThrownBy(() -> codec.decode("x", null, json));
        Attribute<Map<?, ?>> typed =
                Attribute.builder("x", new TypeReference<Map<?, ?>>() {}).build();
        assertThatExceptionOfType(SessionDataException.class).isThrownBy(() -> codec.decode("x", typed, json));
    }

    @Test
    void hostileValue_whoseKeysShareOneHash_isStoredReadAndMergedInTime() {
        Map<String, Object> colliding = new LinkedHashMap<>();
        for (int number = 0; number < 8_192; number++) {
            StringBuilder key = new StringBuilder();
            for (int bit = 0; bit < 13; bit++) {
                key.append((number >> bit & 1) == 0 ? "Aa" : "BB");
            }
            colliding.put(key.toString(), 1);
        }
        TestEngine roomy = new TestEngine(
                new InMemorySessionStore(),
                builder -> builder.limits(Limits.DEFAULT
                        .withAttributeBytes(900_000)
                        .withSessionBytes(2_000_000)
                        .withAttributes(10)
                        .withDepth(10)));
        roomy.browser().signIn("ada").request(session -> session.put("map", colliding));
        TestEngine.Browser guest = roomy.browser();
        guest.request(session -> session.put("map", colliding));
        guest.signIn("ada").request(session -> {
            session.map("map").put("new", 1);
            assertThat(session.map("map")).hasSize(8_193);
        });
    }

    @Test
    void hostileValue_withNumbersOfManyDigits_isReadInTime() {
        String digits = "9".repeat(250_000);
        victim.signIn("ada").request(session -> session.put("n", new BigInteger(digits)));
        victim.request(
                session -> assertThat(session.get("n").orElseThrow().toString()).hasSize(250_000));
    }
}
