package dev.peruser;

import dev.peruser.store.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * Opens a user's session, and first finishes what a crash may have left of an absorb into it, or of it into another.
 */
final class UserOpening implements SessionView.Opening {
    private final Engine engine;
    private final Absorber absorber;
    private final Place place;
    private final @Nullable Snapshot known;

    /**
     * Creates it.
     *
     * @param known the session as it was just seen or saved, or null
     */
    UserOpening(Engine engine, Absorber absorber, Place place, @Nullable Snapshot known) {
        this.engine = engine;
        this.absorber = absorber;
        this.place = place;
        this.known = known;
    }

    @Override
    public Snapshot open(Deadline deadline) {
        Snapshot session = known == null ? engine.storage().load(place, deadline) : known;
        try {
            if (session.isClaimed()) {
                absorber.finish(session, deadline);
                return engine.storage().load(place, deadline);
            }
            return session.isActive() && !session.header().pending().isEmpty()
                    ? absorber.finishPending(session, deadline)
                    : session;
        } catch (RuntimeException e) {
            Log.warn(
                    "peruser.merge-postponed: the absorb of a session could not be finished now; a later request will",
                    e);
            engine.listener().absorbFailed(e);
            return session;
        }
    }

    @Override
    public void saved(Snapshot session, boolean isRefreshed) {
        // a user's session needs no token
    }

    @Override
    public void requireWritable(Snapshot session) {
        if (session.isClaimed()) {
            throw new ConflictException("the account is being moved to another; nothing was saved");
        }
    }
}
