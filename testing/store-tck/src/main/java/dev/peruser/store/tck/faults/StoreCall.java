package dev.peruser.store.tck.faults;

import dev.peruser.store.Deadline;
import dev.peruser.store.SessionChange;
import dev.peruser.store.SessionKey;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A call to a store, as faults see it. Immutable. */
public final class StoreCall {
    private final Kind kind;
    private final @Nullable SessionKey key;
    private final @Nullable SessionChange change;
    private final Deadline deadline;

    StoreCall(Kind kind, @Nullable SessionKey key, @Nullable SessionChange change, Deadline deadline) {
        this.kind = kind;
        this.key = key;
        this.change = change;
        this.deadline = deadline;
    }

    /** The methods of a store. */
    public enum Kind {
        /** A session is loaded. */
        LOAD,
        /** A session is saved. */
        SAVE,
        /** A session is deleted. */
        DELETE,
        /** One page of keys. */
        LIST,
        /** One step of removing what has expired. */
        PURGE,
        /** What the time is. */
        TIME
    }

    /** Which method is called. */
    public Kind kind() {
        return kind;
    }

    /** The key; empty if the call is not about one session. */
    public Optional<SessionKey> key() {
        return Optional.ofNullable(key);
    }

    /** What a save stores. */
    public Optional<SessionChange> change() {
        return Optional.ofNullable(change);
    }

    /** When the call must have ended. */
    public Deadline deadline() {
        return deadline;
    }

    /** Whether it is a save or a delete. */
    public boolean isWrite() {
        return kind == Kind.SAVE || kind == Kind.DELETE;
    }

    /** Whether it is about the session of that key. */
    public boolean isOf(SessionKey other) {
        return other.equals(key);
    }
}
