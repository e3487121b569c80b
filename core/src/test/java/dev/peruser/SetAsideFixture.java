package dev.peruser;

import dev.peruser.SignInPolicy.Decision;
import dev.peruser.SignInPolicy.SignIn;
import dev.peruser.store.InMemorySessionStore;
import dev.peruser.store.SessionStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.core.type.TypeReference;

/** Guests sign in as ada, who has two devices, and a policy decides; each answer holds until another is given. */
abstract class SetAsideFixture {
    static final Attribute<Map<String, Integer>> CART = Attribute.builder(
                    "cart", new TypeReference<Map<String, Integer>>() {})
            .defaultValue(LinkedHashMap::new)
            .mergeBy(Merger.sum())
            .build();
    static final Attribute<Integer> SCORE =
            Attribute.builder("score", Integer.class).defaultValue(0).counter().build();
    static final Attribute<String> THEME = Attribute.builder("theme", String.class)
            .mergeBy(Merger.keepGuests())
            .build();

    final InMemorySessionStore shared = new InMemorySessionStore();
    final List<SignIn> asked = new ArrayList<>();
    Decision answer = Decision.merge();
    final TestEngine engine = declaring(shared);
    final TestEngine.Browser phone = engine.browser().signIn("ada");
    final TestEngine.Browser laptop = engine.browser().signIn("ada");

    TestEngine declaring(SessionStore store) {
        return new TestEngine(
                store,
                builder -> builder.attribute(CART)
                        .attribute(SCORE)
                        .attribute(THEME)
                        .signInPolicy(signIn -> {
                            asked.add(signIn);
                            return answer;
                        }));
    }

    /** Somebody does something as a guest, and signs in as ada. */
    TestEngine.Browser signInAfter(Consumer<UserSession> asGuest) {
        TestEngine.Browser browser = engine.browser();
        browser.request(asGuest);
        browser.signIn("ada").request(UserSession::names);
        return browser;
    }

    static void add(UserSession session, String product, int quantity) {
        session.update(CART, cart -> {
            cart.merge(product, quantity, Integer::sum);
            return cart;
        });
    }

    Map<String, Object> adas() {
        return laptop.ask(session -> Map.copyOf(session.asMap()));
    }

    Map<String, Integer> cart() {
        return laptop.ask(session -> Map.copyOf(session.get(CART)));
    }

    List<MergeReport.SetAside> setAside() {
        return phone.ask(UserSession::setAside);
    }

    Set<String> carry(String id, String... names) {
        return phone.ask(session -> session.carrySetAside(id, names));
    }

    Set<String> drop(String id, String... names) {
        return phone.ask(session -> session.dropSetAside(id, names));
    }

    /** What takes the last merge back. */
    String undoId() {
        return laptop.ask(session -> session.takeMergeReport().orElseThrow().undoId());
    }

    String id() {
        List<MergeReport.SetAside> all = setAside();
        return all.get(all.size() - 1).id();
    }

    /** A guest's request that is still running when its browser signs in. */
    Visit lateRequestOf(TestEngine.Browser browser) {
        return engine.browser().present(browser.tokens().get(0)).begin();
    }

    static void guestSignsIn(TestEngine engine, Map<String, Object> had) {
        TestEngine.Browser browser = engine.browser();
        browser.request(session -> had.forEach(session::put));
        browser.signIn("ada").request(UserSession::names);
    }
}
