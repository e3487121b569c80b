package dev.peruser.store.jdbc.internal;

import dev.peruser.store.SessionKey;
import dev.peruser.store.SessionVersion;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The versions that this process saved last, not more than fit; what is forgotten is told as if others had saved it.
 */
public final class OwnSaves {
    private static final int MOST = 10_000;

    private final Map<SessionKey, SessionVersion> latest = new ConcurrentHashMap<>();

    public void add(SessionKey key, SessionVersion version) {
        if (latest.size() >= MOST) {
            latest.clear();
        }
        latest.put(key, version);
    }

    /** It was not saved after all, or nobody knows. */
    public void remove(SessionKey key, SessionVersion version) {
        latest.remove(key, version);
    }

    /** Whether the version is one's own, or an earlier one, which one's own was made of. */
    public boolean has(SessionKey key, long incarnation, long counter) {
        SessionVersion own = latest.get(key);
        return own != null && own.incarnation() == incarnation && counter <= own.counter();
    }
}
