package dev.peruser.it.interleavings;

import dev.peruser.store.SessionKey;
import dev.peruser.store.StoredSession;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Gives numbers to keys and to stored sessions, so that states of the world are compared quickly. */
final class Sessions {
    /** The number of no session. */
    static final int NONE = 0;

    private final Map<Content, Integer> numbers = new HashMap<>();
    private final List<StoredSession> sessions = new ArrayList<>();
    private final Map<String, Integer> positions = new HashMap<>();
    private final List<SessionKey> keys = new ArrayList<>();

    int number(StoredSession session) {
        return numbers.computeIfAbsent(Content.of(session), added -> {
            sessions.add(added.session());
            return sessions.size();
        });
    }

    /** A session with a hash of all that it holds: many differ in nothing but their values. */
    private record Content(StoredSession session, int hash) {
        static Content of(StoredSession session) {
            int hash = session.hashCode();
            for (byte[] value : session.attributes().values()) {
                hash = 31 * hash + Arrays.hashCode(value);
            }
            return new Content(session, hash);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Content that && hash == that.hash && session.equals(that.session);
        }

        @Override
        public int hashCode() {
            return hash;
        }
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
