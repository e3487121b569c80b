package dev.peruser.internal.visit;

import dev.peruser.Visit;
import dev.peruser.internal.commit.EngineContext;
import dev.peruser.internal.signin.Absorber;
import dev.peruser.internal.storage.SessionLocation;
import dev.peruser.internal.storage.Snapshot;
import dev.peruser.store.Deadline;
import java.util.Optional;

/**
 * Opens the session of a guest who has a place of their own. What a user has claimed there is finished for that user,
 * and not shown. Nothing is written for a guest who only reads.
 */
public final class GuestRecordOpening implements OpenSession.Opening {
    private final EngineContext engine;
    private final Absorber absorber;
    private final GuestRecordStore store;
    private final Visit.NewGuests newGuests;

    GuestRecordOpening(EngineContext engine, Absorber absorber, GuestRecordStore store, Visit.NewGuests newGuests) {
        this.engine = engine;
        this.absorber = absorber;
        this.store = store;
        this.newGuests = newGuests;
    }

    @Override
    public Snapshot open(Deadline deadline) {
        for (SessionLocation claimed : store.claimed()) {
            finishQuietly(claimed, deadline);
        }
        return engine.storage().load(store.location(), deadline);
    }

    private void finishQuietly(SessionLocation claimed, Deadline deadline) {
        try {
            absorber.finish(engine.storage().load(claimed, deadline), deadline);
        } catch (RuntimeException e) {
            absorber.postponed(e);
        }
    }

    @Override
    public Optional<Snapshot> recall() {
        return Optional.empty();
    }

    @Override
    public void saved(Snapshot session, boolean isRefreshed) {
        // No token: the container's own cookie leads to the place.
    }

    @Override
    public void savedElsewhere() {
        // Nothing is told to the browser of a guest.
    }

    @Override
    public void requireWritable(Snapshot session) {
        if (!session.isLive() && newGuests == Visit.NewGuests.REFUSED && !store.isThere()) {
            throw GuestOpening.refused();
        }
    }
}
