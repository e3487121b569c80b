package dev.peruser.migration;

import dev.peruser.store.SessionKey;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Keys, not more than fit; all are forgotten when there would be more. */
final class KnownKeys {
    private static final int MOST = 200_000;

    private final Set<String> keys = ConcurrentHashMap.newKeySet();

    boolean has(SessionKey key) {
        return keys.contains(key.text());
    }

    void add(SessionKey key) {
        if (keys.size() >= MOST) {
            keys.clear();
        }
        keys.add(key.text());
    }
}
