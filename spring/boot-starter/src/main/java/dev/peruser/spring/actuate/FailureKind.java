package dev.peruser.spring.actuate;

import dev.peruser.ConflictException;
import dev.peruser.SessionDataException;
import dev.peruser.SessionLimitException;
import dev.peruser.StoreException;
import java.util.Locale;

/** What kind of failure an exception is, for counting. */
enum FailureKind {
    /** The store failed, was too slow, or too many requests waited for it. */
    STORE,
    /** Others changed the session until the deadline, or it was gone. */
    CONFLICT,
    /** A limit on sizes or numbers was reached. */
    LIMITS,
    /** A value can't be stored or read. */
    DATA,
    /** Anything else: what a merge rule or an update of the application threw. */
    OTHER;

    static FailureKind of(RuntimeException reason) {
        if (reason instanceof StoreException) {
            return STORE;
        }
        if (reason instanceof ConflictException) {
            return CONFLICT;
        }
        if (reason instanceof SessionLimitException) {
            return LIMITS;
        }
        return reason instanceof SessionDataException ? DATA : OTHER;
    }

    /** In tags and counts. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
