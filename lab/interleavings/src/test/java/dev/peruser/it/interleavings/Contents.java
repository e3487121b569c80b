package dev.peruser.it.interleavings;

import dev.peruser.MergeReport;
import dev.peruser.UserSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is in a session: items by name. The first letter says whose: {@code a} for ada, {@code e} for eve, {@code g} for
 * a guest, who may become either.
 *
 * @param cart in a list
 * @param shelf in a map
 * @param equal how many equal elements a list has, one for each item
 * @param count a counter, one for each item
 * @param home the item added last; an account's own is kept at a sign-in
 */
record Contents(List<String> cart, List<String> shelf, int equal, int count, String home) {

    static Contents of(UserSession session) {
        List<String> cart = new ArrayList<>();
        session.list("cart").forEach(item -> cart.add((String) item));
        return new Contents(
                cart,
                new ArrayList<>(session.map("shelf").keySet()),
                session.list("equal").size(),
                session.get(Stage.COUNT),
                session.find(Stage.HOME).orElse(""));
    }

    /** What was set aside for a session, as if it were in it. */
    static Contents asideOf(UserSession session) {
        Contents all = new Contents(new ArrayList<>(), new ArrayList<>(), 0, 0, "");
        for (MergeReport.SetAside aside : session.setAside()) {
            all = all.with(aside.ofGuest());
        }
        return all;
    }

    private Contents with(Map<String, ?> values) {
        List<String> items = new ArrayList<>(cart);
        List<String> shelved = new ArrayList<>(shelf);
        items(values.get("cart")).forEach(item -> items.add((String) item));
        if (values.get("shelf") instanceof Map<?, ?> map) {
            map.keySet().forEach(item -> shelved.add((String) item));
        }
        int counted = values.get(Stage.COUNT.name()) instanceof Number number ? number.intValue() : 0;
        return new Contents(items, shelved, equal + items(values.get("equal")).size(), count + counted, home);
    }

    private static List<?> items(@Nullable Object value) {
        return value instanceof List<?> list ? list : List.of();
    }

    /** What is here and belongs to somebody else. */
    Optional<String> foreignTo(String name) {
        String mine = name.isEmpty() ? "g" : "g" + name.charAt(0);
        return cart.stream()
                .filter(item -> mine.indexOf(item.charAt(0)) < 0)
                .findFirst()
                .map(item -> "foreign: " + item + " shown to " + (name.isEmpty() ? "a guest" : name));
    }

    /** What a guest had in the place of what the account had before. */
    Optional<String> overridden() {
        boolean isAnAccounts = cart.stream().anyMatch(item -> item.endsWith("0") && !item.startsWith("g"));
        return isAnAccounts && home.startsWith("g") ? Optional.of("overridden: " + this) : Optional.empty();
    }

    /** Each item is added in four ways at once, so there are always as many of each. */
    Optional<String> unbalanced() {
        boolean isBalanced = cart.size() == shelf.size() && cart.size() == equal && cart.size() == count;
        return isBalanced ? Optional.empty() : Optional.of("unbalanced: " + this);
    }
}
