package dev.peruser;

import dev.peruser.store.Deadline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Opens a guest's session.
 *
 * <ol>
 *   <li>Each token presented is looked up. Tokens bound to a user are left alone.
 *   <li>A session found claimed is finished for whoever claimed it, and not shown. Tokens without a session are
 *       dropped: a session is never created under a token that was presented.
 *   <li>Of several sessions the oldest stays, and absorbs the others.
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
        List<GuestToken> candidates = unbound();
        if (candidates.size() != 1) {
            return Optional.empty();
        }
        GuestToken only = candidates.get(0);
        Optional<Snapshot> copy = engine.storage().recall(Place.of(only.key()), sightings);
        copy.ifPresent(session -> token = only);
        return copy;
    }

    private List<GuestToken> unbound() {
        List<GuestToken> unbound = tokens.carried();
        unbound.removeIf(GuestToken::isBound);
        return unbound;
    }

    private Snapshot find(Deadline deadline) {
        Map<Place, GuestToken> tokenOf = new HashMap<>();
        List<Snapshot> found = new ArrayList<>();
        for (GuestToken candidate : unbound()) {
            Place place = Place.of(candidate.key());
            Snapshot session = engine.storage().load(place, deadline);
            if (session.isActive()) {
                tokenOf.put(place, candidate);
                found.add(session);
            } else {
                finishQuietly(session, deadline);
                tokens.drop(candidate);
            }
        }
        if (found.isEmpty()) {
            return freshGuest();
        }
        found.sort(Comparator.<Snapshot, Instant>comparing(
                        session -> session.header().createdAt())
                .thenComparing(session -> session.place().key().text()));
        Snapshot oldest = found.get(0);
        token = tokenOf.get(oldest.place());
        for (Snapshot surplus : found.subList(1, found.size())) {
            Optional<Snapshot> absorbed = absorbQuietly(surplus, oldest, tokenOf, deadline);
            if (absorbed.isEmpty()) {
                return freshGuest();
            }
            oldest = absorbed.get();
        }
        return oldest;
    }

    private Snapshot freshGuest() {
        GuestToken fresh = engine.storage().randomToken();
        token = fresh;
        return Snapshot.of(Place.of(fresh.key()), null, engine.storage().now());
    }

    private void finishQuietly(Snapshot session, Deadline deadline) {
        try {
            absorber.finish(session, deadline);
        } catch (RuntimeException e) {
            Log.warn(
                    "peruser.merge-postponed: the absorb of a guest session could not be finished now; a later request will",
                    e);
            engine.listener().absorbFailed(e);
        }
    }

    /** Empty: meanwhile a sign-in took the oldest into an account, so there is nothing left to show to a guest. */
    private Optional<Snapshot> absorbQuietly(
            Snapshot surplus, Snapshot oldest, Map<Place, GuestToken> tokenOf, Deadline deadline) {
        try {
            Optional<Snapshot> absorbed = absorber.absorb(surplus.place(), oldest.place(), deadline);
            Optional.ofNullable(tokenOf.get(surplus.place())).ifPresent(tokens::drop);
            Snapshot present = absorbed.orElse(oldest);
            if (present.place().equals(oldest.place()) && present.isActive()) {
                Optional.ofNullable(token).ifPresent(tokens::issue); // its expiry may have been written anew
                return Optional.of(present);
            }
            Optional.ofNullable(tokenOf.get(oldest.place())).ifPresent(tokens::drop);
            return Optional.empty();
        } catch (RuntimeException e) {
            Log.warn(
                    "peruser.merge-postponed: a surplus guest session could not be absorbed now; a later request will",
                    e);
            engine.listener().absorbFailed(e);
            return Optional.of(oldest);
        }
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
