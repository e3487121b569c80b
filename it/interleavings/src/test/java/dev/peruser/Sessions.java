package dev.peruser;

import dev.peruser.store.SessionKey;
import dev.peruser.store.StoredSession;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Gives numbers to keys and to stored sessions, so that states of the world are compared quickly. */
final class Sessions {
    /** The number of no session. */
    static final int NONE = 0;

    private final Map<StoredSession, Integer> numbers = new HashMap<>();
    private final List<StoredSession> sessions = new ArrayList<>();
    private final Map<String, Integer> positions = new HashMap<>();
    private final List<SessionKey> keys = new ArrayList<>();

    int number(StoredSession session) {
        return numbers.computeIfAbsent(session, added -> {
            sessions.add(added);
            return sessions.size();
        });
    }

    StoredSession session(int number) {
        return number == NONE ? null : sessions.get(number - 1);
    }

    int position(SessionKey key) {
        return positions.computeIfAbsent(key.text(), added -> {
            keys.add(key);
            return keys.size() - 1;
        });
    }

    SessionKey key(int position) {
        return keys.get(position);
    }
}
