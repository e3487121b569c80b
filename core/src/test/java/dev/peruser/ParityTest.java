package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.internal.codec.UserKeys;
import dev.peruser.store.Deadline;
import dev.peruser.store.InMemorySessionStore;
import dev.peruser.store.SessionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Row by row what Catalyst::Plugin::Session::PerUser does. The row is the display name. */
class ParityTest {
    private final InMemorySessionStore store = new InMemorySessionStore();
    private final TestEngine engine = new TestEngine(store);
    private final TestEngine.Browser browser = engine.browser();

    @Test
    @DisplayName("$c->user_session->{foo} = 'bar'; nested changes are saved without a put")
    void userSession_isAMap() {
        browser.request(session -> {
            session.put("foo", "bar");
            session.put("nested", new HashMap<>(Map.of("list", new ArrayList<>(List.of(1)))));
        });
        browser.request(session -> {
            @SuppressWarnings("unchecked")
            List<Object> list = (List<Object>) session.map("nested").get("list");
            list.add(2);
        });
        browser.request(session -> {
            assertThat(session.get("foo")).contains("bar");
            assertThat(session.get("nested")).contains(Map.of("list", List.of(1, 2)));
        });
    }

    @Test
    @DisplayName("guest: the browser's session")
    void guest_hasASessionBehindACookie() {
        browser.request(session -> session.put("a", 1));
        assertThat(browser.tokens()).hasSize(1);
        browser.request(session -> assertThat(session.get("a")).contains(1));
        engine.browser().seesNothing();
    }

    @Test
    @DisplayName("user->supports('session_data'): data kept within the user")
    void data_canBeWithinTheUser() {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        UserRecord.Unversioned user = new UserRecord.Unversioned() {
            @Override
            public Optional<Map<String, @Nullable Object>> loadSessionData(Deadline deadline) {
                return Optional.of(row);
            }

            @Override
            public void storeSessionData(Map<String, @Nullable Object> data, Deadline deadline) {
                row.clear();
                row.putAll(data);
            }
        };
        browser.request(session -> session.put("foo", "bar"));
        browser.become(Visitor.user(UserId.of("gorch"), user)).request(session -> {});
        assertThat(row).containsEntry("foo", "bar");
        assertThat(stored(UserKeys.of(UserId.of("gorch")))).isFalse();
    }

    @Test
    @DisplayName("otherwise in the session store, under a user's key; the key's text form can be overridden")
    void data_isInTheStoreUnderAUserKey() {
        browser.signIn("ada").request(session -> session.put("a", 1));
        assertThat(UserKeys.of(UserId.of("ada")).text()).isEqualTo("u::ada");
        assertThat(stored(UserKeys.of(UserId.of("ada")))).isTrue();
        browser.become(Visitor.user(new UserId("tenant", "4711"))).request(session -> session.put("a", 2));
        assertThat(stored(UserKeys.of(new UserId("tenant", "4711")))).isTrue();
    }

    private boolean stored(SessionKey key) {
        return store.load(key, Deadline.after(Duration.ofSeconds(1))).isPresent();
    }

    @Test
    @DisplayName("merge_session_to_user: Hash::Merge, RETAINMENT_PRECEDENT, special keys left out")
    void signIn_mergesByRetainment_withoutSpecialKeys() {
        browser.signIn("ada").request(session -> session.put("s", "user"));
        TestEngine.Browser guest = engine.browser();
        guest.request(session -> {
            session.put("s", "guest");
            session.put("__special", 1);
        });
        guest.signIn("ada").request(session -> {
            assertThat(session.get("s")).contains(List.of("user", "guest"));
            assertThat(session.contains("__special")).isFalse();
        });
    }

    @Test
    @DisplayName("merge_type LEFT, RIGHT, STORAGE and custom behaviours by configuration")
    void otherBehaviors_areConfigured() {
        assertThat(merged(MergeBehavior.LEFT_PRECEDENT)).isEqualTo("user");
        assertThat(merged(MergeBehavior.RIGHT_PRECEDENT)).isEqualTo("guest");
        assertThat(merged(MergeBehavior.STORAGE_PRECEDENT)).isEqualTo("user");
        MergeBehavior custom = MergeBehavior.builder("joined")
                .on(MergeBehavior.Kind.SCALAR, MergeBehavior.Kind.SCALAR, (left, right, with) -> left + "&" + right)
                .build();
        assertThat(merged(custom)).isEqualTo("user&guest");
    }

    private static Object merged(MergeBehavior behavior) {
        TestEngine configured = new TestEngine(builder -> builder.mergeBehavior(behavior));
        configured.browser().signIn("ada").request(session -> session.put("s", "user"));
        TestEngine.Browser guest = configured.browser();
        guest.request(session -> session.put("s", "guest"));
        return guest.signIn("ada").ask(session -> session.get("s")).orElseThrow();
    }

    @Test
    @DisplayName("'should be overloaded, e.g. merge shopping cart items more smartly'")
    void mergeRules_areYours() {
        Attribute<Integer> points =
                Attribute.builder("points", Integer.class).mergeBy(Merger.sum()).build();
        TestEngine configured = new TestEngine(builder -> builder.attribute(points));
        configured.browser().signIn("ada").request(session -> session.put(points, 5));
        TestEngine.Browser guest = configured.browser();
        guest.request(session -> session.put(points, 2));
        guest.signIn("ada").request(session -> assertThat(session.get(points)).isEqualTo(7));

        TestEngine whole = new TestEngine(builder -> builder.sessionMerger((user, fromGuest) -> {
            Map<String, @Nullable Object> result = new LinkedHashMap<>(user);
            result.put("keys", user.keySet() + " " + fromGuest.keySet());
            return result;
        }));
        whole.browser().signIn("ada").request(session -> session.put("u", 1));
        TestEngine.Browser other = whole.browser();
        other.request(session -> session.put("g", 1));
        other.signIn("ada").request(session -> {
            assertThat(session.get("keys")).contains("[u] [g]");
            assertThat(session.names()).containsExactlyInAnyOrder("u", "keys");
        });
    }

    @Test
    @DisplayName("set_authenticated merges; no login code of the application changes")
    void becomingAuthenticated_merges() {
        browser.request(session -> session.put("a", 1));
        browser.signIn("ada").request(session -> assertThat(session.get("a")).contains(1));
        engine.browser()
                .signIn("ada")
                .request(session -> assertThat(session.get("a")).contains(1));
    }

    @Test
    @DisplayName("logout stores, then shows the guest's session")
    void signOut_saves_andShowsAGuest() {
        browser.signIn("ada").request(session -> session.put("a", 1));
        browser.signOut();
        browser.seesNothing();
        browser.signIn("ada").request(session -> assertThat(session.get("a")).contains(1));
    }

    @Test
    @DisplayName("user_session.migrate = 0 hides the guest's data while signed in")
    void guestData_isHiddenWhileSignedIn_ifNotMerged() {
        TestEngine hiding = new TestEngine(PerUser.Builder::hideGuestData);
        TestEngine.Browser visitor = hiding.browser();
        visitor.request(session -> session.put("a", 1));
        visitor.signIn("ada")
                .request(session -> assertThat(session.contains("a")).isFalse());
        visitor.signOut();
        visitor.request(session -> assertThat(session.get("a")).contains(1));
    }

    @Test
    @DisplayName("write only when changed (data signature)")
    void noChange_noWrite() {
        FaultyStore counting = new FaultyStore();
        TestEngine counted = new TestEngine(counting);
        counted.browser().signIn("ada").request(session -> session.map("m").put("a", 1));
        counting.resetCounts();
        counted.browser().signIn("ada").request(session -> {
            session.map("m").put("b", 1);
            session.map("m").remove("b");
            session.put("m", new LinkedHashMap<>(Map.of("a", 1)));
        });
        assertThat(counting.saves).isZero();
    }

    @Test
    @DisplayName("Catalyst::Plugin::Session: expiry, per-key expiry, id change")
    void expiry_andANewToken() {
        Attribute<String> flash = TestEngine.expiring("flash", Duration.ofMinutes(1));
        TestEngine expiring = new TestEngine(builder -> builder.attribute(flash).guestIdle(Duration.ofHours(1)));
        TestEngine.Browser visitor = expiring.browser();
        visitor.request(session -> {
            session.put(flash, "x");
            session.put("a", 1);
        });
        GuestToken first = visitor.tokens().get(0);
        expiring.passes(Duration.ofMinutes(2));
        visitor.request(session -> assertThat(session.names()).containsExactly("a"));
        expiring.passes(Duration.ofHours(2));
        visitor.seesNothing();
        visitor.request(session -> session.put("b", 1));
        assertThat(visitor.tokens()).hasSize(1).doesNotContain(first);
        GuestToken second = visitor.tokens().get(0);
        visitor.signIn("ada").request(session -> {});
        visitor.signOut();
        visitor.request(session -> session.put("c", 1));
        assertThat(visitor.tokens()).hasSize(1).doesNotContain(second);
    }

    @Test
    @DisplayName("a cookie formatted as user:... must never be accepted")
    void cookieText_isNeverAUsersKey() {
        for (String text : List.of(
                "user:ada",
                "u::ada",
                "h:" + "0".repeat(64),
                UserKeys.of(UserId.of("ada")).text())) {
            assertThat(GuestToken.parse(text)).isEqualTo(Optional.empty());
        }
        GuestToken.parse("A".repeat(43))
                .ifPresent(token -> assertThat(token.key().text()).startsWith("g:"));
    }
}
