package dev.peruser;

import dev.peruser.store.Deadline;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Opens a guest's session.
 *
 * <ol>
 *   <li>Tokens bound to a user are left alone.
 *   <li>A session found claimed is finished for whoever claimed it, and not shown. Tokens without a session are
 *       dropped: a session is never created under a token that was presented.
 *   <li>Several sessions are {@linkplain GuestGathering brought together}.
 *   <li>Without one, a new token is made; the browser gets it once something was saved under it.
 * </ol>
 */
final class GuestOpening implements SessionView.Opening {
    private final Engine engine;
    private final Absorber absorber;
    private final GuestTokens tokens;
    private final Sightings sightings;
    private final Visit.NewGuests newGuests;
    private @Nullable GuestToken token;

    GuestOpening(Engine engine, Absorber absorber, Browser browser) {
        this.engine = engine;
        this.absorber = absorber;
        this.tokens = browser.tokens();
        this.sightings = browser.sightings();
        this.newGuests = browser.newGuests();
    }

    @Override
    public Snapshot open(Deadline deadline) {
        Snapshot found = find(deadline);
        sightings.saw(found);
        return found;
    }

    /** Only if there is but one token that it could belong to. */
    @Override
    public Optional<Snapshot> recall() {
        List<GuestToken> candidates = tokens.free();
        if (candidates.size() != 1) {
            return Optional.empty();
        }
        GuestToken only = candidates.get(0);
        Optional<Snapshot> copy = engine.storage().recall(Place.of(only.key()), sightings);
        copy.ifPresent(session -> token = only);
        return copy;
    }

    private Snapshot find(Deadline deadline) {
        Optional<DerivedGuests.Guest> found = GuestGathering.gather(engine, absorber, tokens, deadline);
        found.ifPresent(guest -> token = guest.token());
        return found.map(DerivedGuests.Guest::session).orElseGet(this::freshGuest);
    }

    private Snapshot freshGuest() {
        GuestToken fresh = engine.storage().randomToken();
        token = fresh;
        return Snapshot.of(Place.of(fresh.key()), null, engine.storage().now());
    }

    @Override
    public void saved(Snapshot session, boolean isRefreshed) {
        sightings.saw(session);
        @Nullable GuestToken current = token;
        if (current != null && isRefreshed) {
            tokens.issue(current);
        }
    }

    @Override
    public void savedElsewhere() {
        sightings.doubt();
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
