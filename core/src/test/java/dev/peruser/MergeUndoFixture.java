package dev.peruser;

import dev.peruser.store.InMemorySessionStore;
import dev.peruser.store.SessionStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.core.type.TypeReference;

/** A guest signs in as ada, who has two devices; what was brought can be taken back. */
abstract class MergeUndoFixture {
    static final Attribute<Integer> SCORE =
            Attribute.builder("score", Integer.class).defaultValue(0).counter().build();
    static final Attribute<String> THEME = Attribute.builder("theme", String.class)
            .mergeBy(Merger.keepGuests())
            .build();
    static final Attribute<Map<String, Integer>> CART = Attribute.builder(
                    "cart", new TypeReference<Map<String, Integer>>() {})
            .defaultValue(LinkedHashMap::new)
            .mergeBy(Merger.sum())
            .build();

    static final Attribute<List<Map<String, Object>>> LINES = Attribute.builder(
                    "lines", new TypeReference<List<Map<String, Object>>>() {})
            .defaultValue(ArrayList::new)
            .itemIdentity("product")
            .counts("quantity", Bounds.between(0, 20))
            .build();

    final InMemorySessionStore shared = new InMemorySessionStore();
    final FaultyStore store = new FaultyStore(shared);
    final TestEngine engine = declaring(shared);
    final TestEngine.Browser phone = engine.browser().signIn("ada");
    final TestEngine.Browser laptop = engine.browser().signIn("ada");

    static TestEngine declaring(SessionStore store) {
        return new TestEngine(
                store,
                builder -> builder.attribute(SCORE)
                        .attribute(THEME)
                        .attribute(CART)
                        .attribute(LINES));
    }

    /** Somebody does something as a guest, and signs in as ada. Returns the id of the merge. */
    String signInAfter(Consumer<UserSession> asGuest) {
        TestEngine.Browser browser = engine.browser();
        browser.request(asGuest);
        browser.signIn("ada");
        return browser.ask(session -> session.takeMergeReport().orElseThrow().undoId());
    }

    Map<String, Object> adas() {
        return laptop.ask(session -> Map.copyOf(session.asMap()));
    }

    MergeReport.Undo undo(String id) {
        return phone.ask(session -> session.undoMerge(id));
    }
}
