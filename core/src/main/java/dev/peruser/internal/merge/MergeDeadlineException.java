package dev.peruser.internal.merge;

import dev.peruser.ConflictException;
import dev.peruser.internal.values.Checkpoint;
import dev.peruser.store.Deadline;
import java.io.Serial;

/** A merge was not done when its request's time was over. Nothing of it is stored. */
public final class MergeDeadlineException extends ConflictException {
    @Serial
    private static final long serialVersionUID = 1;

    private MergeDeadlineException() {
        super("the values of a session could not be merged until the deadline (peruser.deadline); nothing was saved."
                + " They are very large, or the server is very busy");
    }

    /** Ends a merge when the deadline has passed. */
    public static Checkpoint checkpoint(Deadline deadline) {
        return new Checkpoint(() -> check(deadline));
    }

    /**
     * For a merge that calls it now and then.
     *
     * @throws MergeDeadlineException if the deadline has passed
     */
    public static void check(Deadline deadline) {
        if (deadline.hasPassed()) {
            throw new MergeDeadlineException();
        }
    }
}
