package dev.peruser.internal.visit;

import dev.peruser.GuestToken;
import dev.peruser.SessionDataException;
import dev.peruser.Visit;
import dev.peruser.internal.commit.EngineContext;
import dev.peruser.internal.signin.Absorber;
import dev.peruser.internal.storage.SessionLocation;
import dev.peruser.internal.storage.Snapshot;
import dev.peruser.store.Deadline;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Opens a guest's session.
 *
 * <ol>
 *   <li>Tokens bound to a user are left alone.
 *   <li>A session found claimed is finished for whoever claimed it, and not shown. Tokens whose session is known to be
 *       gone are dropped, those of which nothing is known are not. A session is never created under a token that was
 *       presented.
 *   <li>Several sessions are {@linkplain GuestGathering brought together}.
 *   <li>Without one, a new token is made; the browser gets it once something was saved under it.
 * </ol>
 */
public final class GuestOpening implements OpenSession.Opening {
    private final EngineContext engine;
    private final Absorber absorber;
    private final GuestTokens tokens;
    private final ConsistencyTokens consistencyTokens;
    private final Visit.NewGuests newGuests;
    private @Nullable GuestToken token;

    GuestOpening(EngineContext engine, Absorber absorber, Presented presented) {
        this.engine = engine;
        this.absorber = absorber;
        this.tokens = presented.tokens();
        this.consistencyTokens = presented.consistencyTokens();
        this.newGuests = presented.newGuests();
    }

    @Override
    public Snapshot open(Deadline deadline) {
        Snapshot found = find(deadline);
        consistencyTokens.saw(found);
        return found;
    }

    /**
     * Never: whether a token still leads to a session, only the store can tell. It may have been absorbed by another
     * server since, and whoever presents it now is shown nothing of that.
     */
    @Override
    public Optional<Snapshot> recall() {
        return Optional.empty();
    }

    private Snapshot find(Deadline deadline) {
        Optional<DerivedGuests.Guest> found = GuestGathering.gather(engine, absorber, tokens, deadline);
        if (found.isPresent()) {
            Snapshot session = settled(found.get().session(), deadline);
            if (session.isActive()) {
                token = found.get().token();
                return session;
            } // else somebody has taken it meanwhile
        }
        return freshGuest(deadline);
    }

    private Snapshot settled(Snapshot session, Deadline deadline) {
        return absorber.isUnfinished(session)
                ? absorber.attempt(session, seen -> absorber.settle(seen, deadline))
                : session;
    }

    private Snapshot freshGuest(Deadline deadline) {
        GuestToken fresh = engine.storage().randomToken();
        token = fresh;
        SessionLocation location = SessionLocation.of(fresh.key());
        engine.storage().learnTimeIfPossible(location, deadline);
        return Snapshot.of(location, null, engine.storage().now());
    }

    @Override
    public void saved(Snapshot session, boolean isRefreshed) {
        consistencyTokens.saw(session);
        @Nullable GuestToken current = token;
        if (current != null && isRefreshed) {
            tokens.issue(current);
        }
    }

    @Override
    public void savedElsewhere() {
        consistencyTokens.doubt();
    }

    @Override
    public void requireWritable(Snapshot session) {
        if (!session.isLive() && newGuests == Visit.NewGuests.REFUSED) {
            throw refused();
        }
    }

    static SessionDataException refused() {
        return new SessionDataException("a guest's data can't be saved in this request: it comes from another site and"
                + " without the guest cookie, so a new session would replace the visitor's own."
                + " Answer with a redirect and save in the request that follows.");
    }
}
