package dev.peruser.it.interleavings;

import dev.peruser.store.SessionVersion;
import java.util.Optional;

/**
 * What an actor does next.
 *
 * @param key the position of the key
 * @param expected of a save or delete
 * @param next the number of the session to be saved
 * @param answered the same without the trace of this commit, which nobody asks for once its answer was received
 */
record Call(Kind kind, int key, Optional<SessionVersion> expected, int next, int answered) {
    enum Kind {
        LOAD,
        SAVE,
        DELETE,
        /** Not a call of the store: the application does something that takes time. */
        THINK
    }

    static Call think() {
        return new Call(Kind.THINK, -1, Optional.empty(), Sessions.NONE, Sessions.NONE);
    }

    static Call load(int key) {
        return new Call(Kind.LOAD, key, Optional.empty(), Sessions.NONE, Sessions.NONE);
    }

    static Call delete(int key, SessionVersion expected) {
        return new Call(Kind.DELETE, key, Optional.of(expected), Sessions.NONE, Sessions.NONE);
    }

    boolean writes() {
        return kind == Kind.SAVE || kind == Kind.DELETE;
    }
}
