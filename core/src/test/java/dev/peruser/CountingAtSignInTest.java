package dev.peruser;

import static dev.peruser.CountingFixture.CART;
import static dev.peruser.CountingFixture.add;
import static dev.peruser.CountingFixture.cart;
import static dev.peruser.CountingFixture.lines;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.CountingFixture.Cart;
import dev.peruser.store.InMemorySessionStore;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;

/** Numbers inside values that count: what a sign-in makes of them, and whatever else brings two sessions together. */
class CountingAtSignInTest {
    private final InMemorySessionStore store = new InMemorySessionStore();
    private final TestEngine engine = new TestEngine(store, builder -> builder.attribute(CART));

    private String afterSignIn(Attribute<Cart> cart, int users, int guests) {
        TestEngine own = new TestEngine(builder -> builder.attribute(cart));
        own.browser().signIn("ada").request(session -> session.get(cart).add("tea", users));
        TestEngine.Browser guest = own.browser();
        guest.request(session -> {
            session.get(cart).add("tea", guests);
            session.get(cart).add("jug", 1);
        });
        return guest.signIn("ada").ask(session -> session.get(cart).lines.toString());
    }

    @Test
    void signIn_withoutARule_addsUp_withinTheBounds() {
        assertThat(afterSignIn(CART, 2, 3)).isEqualTo("[tea 5, jug 1]");
        assertThat(afterSignIn(CART, 15, 15)).isEqualTo("[tea 20, jug 1]");
    }

    @Test
    void signIn_withARule_isTheRules() {
        assertThat(afterSignIn(cart(builder -> builder.mergeBy(Merger.keepUsers())), 2, 3))
                .isEqualTo("[tea 2]");
        assertThat(afterSignIn(cart(builder -> builder.mergeBy(Merger.keepGuests())), 2, 3))
                .isEqualTo("[tea 3, jug 1]");
        Merger<Cart> own = (user, guest) -> {
            guest.lines.forEach(line -> user.add(line.product, line.quantity));
            return user;
        };
        assertThat(afterSignIn(cart(builder -> builder.mergeBy(own)), 15, 15)).isEqualTo("[tea 30, jug 1]");
    }

    /** What another version wrote as 1 is read and written as 1.0. */
    @Test
    void signIn_withARule_isTheRules_howeverTheNumberIsWritten() {
        Attribute<Map<String, Double>> weights = Attribute.builder(
                        "weights", new TypeReference<Map<String, Double>>() {})
                .counts("*", Bounds.atMost(20))
                .mergeBy((user, guest) -> Map.of("tea", 30.0))
                .build();
        TestEngine plain = new TestEngine(store);
        TestEngine another = new TestEngine(store, builder -> builder.attribute(weights));
        plain.browser().signIn("ada").request(session -> session.put("weights", Map.of("tea", 1)));
        TestEngine.Browser guest = another.browser();
        guest.request(session -> session.put(weights, Map.of("tea", 2.0)));
        Map<String, Double> merged = guest.signIn("ada").ask(session -> session.get(weights));
        assertThat(merged).containsExactly(Map.entry("tea", 30.0));
    }

    @Test
    void severalGuestSessionsOfOneBrowser_addUp() {
        TestEngine.Browser one = engine.browser();
        one.request(add("tea", 1));
        TestEngine.Browser other = engine.browser();
        other.request(add("tea", 1));
        other.tokens().forEach(one::present);
        assertThat(lines(one)).isEqualTo("[tea 2]");
    }

    @Test
    void twoAccountsThatAreJoined_addUp() {
        engine.browser().signIn("ada").request(add("tea", 2));
        engine.browser().signIn("ada.lovelace").request(add("tea", 3));
        engine.perUser.absorb(UserId.of("ada"), UserId.of("ada.lovelace"));
        assertThat(lines(engine.browser().signIn("ada.lovelace"))).isEqualTo("[tea 5]");
    }

    @Test
    void lateClickOfAGuest_isThere_besideWhatTheAccountDid() {
        engine.browser().signIn("ada").request(add("tea", 2));
        TestEngine.Browser guest = engine.browser();
        guest.request(add("tea", 3));
        Visit late = guest.begin();
        add("tea", 1).accept(late.session());
        TestEngine.Browser signedIn = engine.browser();
        guest.tokens().forEach(signedIn::present);
        signedIn.signIn("ada").request(add("tea", 4));
        late.commit();
        guest.end(late);
        assertThat(lines(signedIn)).isEqualTo("[tea 10]");
    }
}
