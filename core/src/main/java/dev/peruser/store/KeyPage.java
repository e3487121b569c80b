package dev.peruser.store;

import java.util.List;
import java.util.Optional;

/**
 * Some of the keys of a store.
 *
 * @param keys the keys; may be empty even if there are more
 * @param next where the next page begins, in the store's own words, for {@link EnumerableSessionStore#keys}; empty at
 *     the end
 */
public record KeyPage(List<SessionKey> keys, Optional<String> next) {

    /** Copies the list. */
    public KeyPage {
        keys = List.copyOf(keys);
    }

    /**
     * The page of a store that lists its keys in the order of their texts: the next one begins after the last key of
     * this one, and there is none if this one isn't full.
     */
    public static KeyPage inOrder(List<SessionKey> keys, int limit) {
        return new KeyPage(
                keys,
                keys.size() < limit
                        ? Optional.empty()
                        : Optional.of(keys.get(keys.size() - 1).text()));
    }
}
