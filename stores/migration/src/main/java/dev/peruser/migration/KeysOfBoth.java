package dev.peruser.migration;

import dev.peruser.StoreException;
import dev.peruser.store.Deadline;
import dev.peruser.store.EnumerableSessionStore;
import dev.peruser.store.ForwardingSessionStore;
import dev.peruser.store.KeyPage;
import dev.peruser.store.SessionStore;
import dev.peruser.store.WrappingSessionStore;
import java.util.Optional;

/**
 * The new store, with a list of its sessions and of those that are still in the old one. The old one's come first: what
 * is moved meanwhile is listed twice, not overlooked.
 */
final class KeysOfBoth extends ForwardingSessionStore implements EnumerableSessionStore {
    private static final String OLD = "old:";
    private static final String NEW = "new:";

    private final SessionStore target;
    private final Optional<EnumerableSessionStore> oldKeys;
    private final EnumerableSessionStore newKeys;

    private KeysOfBoth(SessionStore target, Optional<EnumerableSessionStore> oldKeys, EnumerableSessionStore newKeys) {
        this.target = target;
        this.oldKeys = oldKeys;
        this.newKeys = newKeys;
    }

    /** The new store as it is, if it can't list its keys. */
    static SessionStore of(SessionStore source, SessionStore target) {
        Optional<EnumerableSessionStore> oldKeys = WrappingSessionStore.ability(source, EnumerableSessionStore.class);
        return WrappingSessionStore.ability(target, EnumerableSessionStore.class)
                .<SessionStore>map(newKeys -> new KeysOfBoth(target, oldKeys, newKeys))
                .orElse(target);
    }

    @Override
    public SessionStore wrapped() {
        return target;
    }

    @Override
    public KeyPage keys(Optional<String> from, int limit, Deadline deadline) {
        String position = from.orElse(OLD);
        if (position.startsWith(OLD)) {
            KeyPage page = oldKeys.orElseThrow(KeysOfBoth::incomplete).keys(rest(position, OLD), limit, deadline);
            return new KeyPage(page.keys(), page.next().map(OLD::concat).or(() -> Optional.of(NEW)));
        }
        if (!position.startsWith(NEW)) {
            throw new IllegalArgumentException("from must be a position that this store gave");
        }
        KeyPage page = newKeys.keys(rest(position, NEW), limit, deadline);
        return new KeyPage(
                page.keys().stream()
                        .filter(key -> target.load(key, deadline)
                                .filter(Tombstone::isOne)
                                .isEmpty())
                        .toList(),
                page.next().map(NEW::concat));
    }

    private static Optional<String> rest(String position, String prefix) {
        return Optional.of(position.substring(prefix.length())).filter(text -> !text.isEmpty());
    }

    private static StoreException incomplete() {
        return new StoreException("the old store can't list its sessions, so a list would lack those that are not moved"
                + " yet; list them when all are");
    }
}
