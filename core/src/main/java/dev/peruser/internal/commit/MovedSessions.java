package dev.peruser.internal.commit;

import dev.peruser.internal.session.ChangeLog;
import dev.peruser.internal.storage.Snapshot;
import dev.peruser.store.Deadline;

/** What becomes of changes whose session has gone into another, or is on its way there. */
@FunctionalInterface
public interface MovedSessions {

    /**
     * Commits the changes to the session that has the other one's content now.
     *
     * @param moved the session as it was found, claimed or moved
     * @throws dev.peruser.ConflictException if it can't be reached; nothing of the changes was saved
     */
    void commit(Snapshot moved, ChangeLog log, Deadline deadline);
}
