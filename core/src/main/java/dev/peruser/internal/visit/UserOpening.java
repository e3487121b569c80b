package dev.peruser.internal.visit;

import dev.peruser.ConflictException;
import dev.peruser.internal.codec.Header;
import dev.peruser.internal.commit.EngineContext;
import dev.peruser.internal.signin.Absorber;
import dev.peruser.internal.storage.SessionLocation;
import dev.peruser.internal.storage.Snapshot;
import dev.peruser.store.Deadline;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Opens a user's session, and first finishes what a crash may have left of an absorb into it, or of it into another.
 */
public final class UserOpening implements OpenSession.Opening {
    private final EngineContext engine;
    private final Absorber absorber;
    private final SessionLocation location;
    private final ConsistencyTokens consistencyTokens;
    private final @Nullable Snapshot known;

    /**
     * Creates it.
     *
     * @param known the session as it was just seen or saved, or null
     */
    UserOpening(
            EngineContext engine,
            Absorber absorber,
            SessionLocation location,
            ConsistencyTokens consistencyTokens,
            @Nullable Snapshot known) {
        this.engine = engine;
        this.absorber = absorber;
        this.location = location;
        this.consistencyTokens = consistencyTokens;
        this.known = known;
    }

    @Override
    public Snapshot open(Deadline deadline) {
        Snapshot found = find(deadline);
        consistencyTokens.saw(found);
        return found;
    }

    @Override
    public Optional<Snapshot> recall() {
        return known == null ? engine.storage().recall(location, consistencyTokens::permits) : Optional.empty();
    }

    private Snapshot find(Deadline deadline) {
        Snapshot session = known == null ? engine.storage().load(location, deadline) : known;
        if (!isElsewhere(session) && !absorber.isUnfinished(session)) {
            return session;
        }
        return absorber.attempt(session, seen -> {
            Snapshot found = seen;
            for (int links = 0;
                    links < Header.Target.MOST_LINKS && isElsewhere(found) && !found.isOfOtherServers();
                    links++) {
                found = whereItIs(found, deadline);
            }
            return absorber.isUnfinished(found) ? absorber.settle(found, deadline) : found;
        });
    }

    /** Whether the account was absorbed into another, or is on its way there. */
    private boolean isElsewhere(Snapshot session) {
        return session.isClaimed() || session.isMovedAt(engine.storage().now());
    }

    /** Whoever still comes under the old name goes on in the account that has the session now. */
    private Snapshot whereItIs(Snapshot session, Deadline deadline) {
        if (session.isClaimed()) {
            absorber.finish(session, deadline);
            return engine.storage().load(session.location(), deadline);
        }
        return engine.storage().load(engine.locations().of(session.target()).orElseThrow(), deadline);
    }

    @Override
    public void saved(Snapshot session, boolean isRefreshed) {
        consistencyTokens.saw(session); // a user's session needs no token
    }

    @Override
    public void savedElsewhere() {
        consistencyTokens.doubt();
    }

    @Override
    public void requireWritable(Snapshot session) {
        if (isElsewhere(session)) {
            throw new ConflictException(
                    "the account is being moved into another one, or was, and the other can't be reached now; nothing was saved");
        }
    }
}
