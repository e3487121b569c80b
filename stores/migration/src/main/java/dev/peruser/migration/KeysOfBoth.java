package dev.peruser.migration;

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
    private final EnumerableSessionStore oldKeys;
    private final EnumerableSessionStore newKeys;

    private KeysOfBoth(SessionStore target, EnumerableSessionStore oldKeys, EnumerableSessionStore newKeys) {
        this.target = target;
        this.oldKeys = oldKeys;
        this.newKeys = newKeys;
    }

    /** The new store as it is, if one of them can't list its keys. */
    static SessionStore of(SessionStore source, SessionStore target) {
        Optional<EnumerableSessionStore> newKeys = WrappingSessionStore.ability(target, EnumerableSessionStore.class);
        return WrappingSessionStore.ability(source, EnumerableSessionStore.class)
                .filter(oldKeys -> newKeys.isPresent())
                .<SessionStore>map(oldKeys -> new KeysOfBoth(target, oldKeys, newKeys.get()))
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
            KeyPage page = oldKeys.keys(rest(position, OLD), limit, deadline);
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
}
