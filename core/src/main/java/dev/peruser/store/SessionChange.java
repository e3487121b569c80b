package dev.peruser.store;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A compare-and-set: what is expected to be stored now, and what is to be stored instead. Stores that keep attributes
 * one by one write {@link #changedAttributes()} and remove {@link #removedAttributes()}; others write {@link #next()}
 * whole.
 */
public final class SessionChange {
    private final Optional<StoredSession> previous;
    private final StoredSession next;

    private SessionChange(Optional<StoredSession> previous, StoredSession next) {
        this.previous = previous;
        this.next = next;
    }

    /** A session where none is stored. */
    public static SessionChange create(StoredSession next) {
        return new SessionChange(Optional.empty(), next);
    }

    /** A session in place of one that was loaded (it may have expired since). */
    public static SessionChange replace(StoredSession previous, StoredSession next) {
        return new SessionChange(Optional.of(previous), next);
    }

    /** The version that must be stored for the change to be made; empty: nothing must be stored. */
    public Optional<SessionVersion> expected() {
        return previous.map(StoredSession::version);
    }

    /** What is to be stored. */
    public StoredSession next() {
        return next;
    }

    /**
     * The names of the attributes whose arrays are not the very ones that were loaded: all that changed, and seldom one
     * that did not.
     */
    public Set<String> changedAttributes() {
        Set<String> changed = new LinkedHashSet<>();
        next.attributes().forEach((name, bytes) -> {
            if (previous.isEmpty() || !isSame(previous.get().attributes().get(name), bytes)) {
                changed.add(name);
            }
        });
        return changed;
    }

    /** The names of the attributes that are no longer there. */
    public Set<String> removedAttributes() {
        Set<String> removed = new LinkedHashSet<>();
        previous.ifPresent(session -> session.attributes().keySet().forEach(name -> {
            if (!next.attributes().containsKey(name)) {
                removed.add(name);
            }
        }));
        return removed;
    }

    /** Whether the session is to expire at another time than before. */
    public boolean changesExpiry() {
        return previous.isEmpty() || !previous.get().expiresAt().equals(next.expiresAt());
    }

    /** Whether the attributes have other names than before, or the same ones in another order. */
    public boolean changesNames() {
        if (previous.isEmpty()
                || previous.get().attributes().size() != next.attributes().size()) {
            return true;
        }
        Iterator<String> before = previous.get().attributes().keySet().iterator();
        Iterator<String> after = next.attributes().keySet().iterator();
        while (before.hasNext() && after.hasNext()) {
            if (!before.next().equals(after.next())) {
                return true;
            }
        }
        return before.hasNext() || after.hasNext();
    }

    @SuppressWarnings({"ReferenceEquality", "ArrayEquals"}) // untouched attributes are carried over as the same array
    private static boolean isSame(byte @Nullable [] before, byte[] after) {
        return before == after;
    }
}
