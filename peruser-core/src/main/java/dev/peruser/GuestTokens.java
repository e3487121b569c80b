package dev.peruser;

import dev.peruser.store.UserKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The guest tokens of one request: those presented and those made in it, and what the browser has to be told of them.
 */
final class GuestTokens {
    private static final Visit.TokenChanges NO_CHANGES = new Visit.TokenChanges(List.of(), List.of());

    private final List<GuestToken> presented;
    private final Map<String, GuestToken> carried = new LinkedHashMap<>();
    private final Map<String, GuestToken> toSet = new LinkedHashMap<>();
    private final Map<String, GuestToken> toRemove = new LinkedHashMap<>();

    GuestTokens(Collection<GuestToken> presented) {
        this.presented = new ArrayList<>(presented);
        presented.forEach(token -> carried.put(token.key().text(), token));
    }

    /** The tokens whose sessions may still be of use, in a list of the caller's own. */
    List<GuestToken> carried() {
        return new ArrayList<>(carried.values());
    }

    boolean isEmpty() {
        return carried.isEmpty();
    }

    /** The browser is to present the token, from now on or for longer. */
    void issue(GuestToken token) {
        String key = token.key().text();
        carried.put(key, token);
        toSet.put(key, token);
        toRemove.remove(key);
    }

    void bind(GuestToken token, UserKey user) {
        if (!token.isBound()) {
            issue(token.boundTo(user));
        }
    }

    /** The browser is no longer to present the token. */
    void drop(GuestToken token) {
        String key = token.key().text();
        carried.remove(key);
        toSet.remove(key);
        if (presented.stream().anyMatch(one -> one.key().equals(token.key()))) {
            toRemove.put(key, token);
        }
    }

    /** Gives the changes that the browser has not been told, and counts them as told. */
    Visit.TokenChanges takeChanges() {
        if (toSet.isEmpty() && toRemove.isEmpty()) {
            return NO_CHANGES;
        }
        Visit.TokenChanges changes =
                new Visit.TokenChanges(List.copyOf(toSet.values()), List.copyOf(toRemove.values()));
        presented.addAll(toSet.values());
        toSet.clear();
        toRemove.clear();
        return changes;
    }
}
