package dev.peruser.internal.signin;

import dev.peruser.ConflictException;
import dev.peruser.store.Deadline;

/** Why an absorb ends before it is done. */
public final class AbsorbFailures {
    private AbsorbFailures() {}

    public static void requireTime(Deadline deadline) {
        if (deadline.hasPassed()) {
            throw new ConflictException("a session could not be absorbed until the deadline (peruser.deadline);"
                    + " a later request will finish it");
        }
    }

    static ConflictException gone() {
        return new ConflictException(
                "the guest session was absorbed by a sign-in since this request loaded it, and the user's can no longer be"
                        + " reached; nothing of it was saved");
    }
}
