package dev.peruser.it.interleavings;

import dev.peruser.UserSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
