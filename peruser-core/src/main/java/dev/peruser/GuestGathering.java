package dev.peruser;

import dev.peruser.store.Deadline;
import dev.peruser.store.GuestKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Brings the sessions of a browser that presents several guest tokens together: first requests that run in parallel
 * make one each.
 *
 * <ol>
 *   <li>Each token is looked up. What is claimed is finished for whoever claimed it, and not shown; tokens that lead to
 *       nothing are dropped.
 *   <li>A session that an earlier request brought together, and whose token the browser was not told, is found again.
 *   <li>One session is left: that is it. Of several the content goes, oldest first, into a new one, whose token is
 *       derived from all that are presented. So parallel requests agree on it, a lost response loses nothing, and
 *       nobody can know it who has planted one of the tokens: what a visitor had is not given to a token that is
 *       somebody else's, too.
 *   <li>All that takes at most half of the request's time. What is left is brought together by later requests.
 * </ol>
 */
final class GuestGathering {
    private final Engine engine;
    private final Absorber absorber;
    private final GuestTokens tokens;
    private final List<GuestToken> presented;
    private final DerivedGuests derivedGuests;

    GuestGathering(Engine engine, Absorber absorber, GuestTokens tokens) {
        this.engine = engine;
        this.absorber = absorber;
        this.tokens = tokens;
        this.presented = tokens.free();
        this.derivedGuests = new DerivedGuests(engine, presented);
    }

    /** The session that there is then, if there is one. */
    Optional<DerivedGuests.Guest> gather(Deadline deadline) {
        Deadline share = deadline.half();
        List<DerivedGuests.Guest> guests = find(share, deadline);
        guests.sort(Comparator.<DerivedGuests.Guest, Instant>comparing(
                        guest -> guest.session().header().createdAt())
                .thenComparing(guest -> guest.session().place().key().text()));
        return guests.size() <= 1 ? guests.stream().findFirst() : bringTogether(guests, share, deadline);
    }

    private List<DerivedGuests.Guest> find(Deadline share, Deadline deadline) {
        List<DerivedGuests.Guest> guests = new ArrayList<>();
        Set<GuestKey> takenOver = new LinkedHashSet<>();
        boolean isFirst = true;
        for (GuestToken token : presented) {
            if (!isFirst && share.hasPassed()) {
                break;
            }
            isFirst = false;
            Snapshot session = engine.storage().load(Place.of(token.key()), deadline);
            if (session.isActive()) {
                guests.add(new DerivedGuests.Guest(token, session));
            } else {
                tokens.drop(token);
                quietly(() -> {
                    derivedGuests.takenOverBy(session).ifPresent(takenOver::add);
                    absorber.finish(session, deadline);
                });
            }
        }
        for (GuestKey key : takenOver) {
            quietly(() -> derivedGuests.find(key, deadline).ifPresent(guest -> {
                tokens.issue(guest.token());
                guests.add(guest);
            }));
        }
        return guests;
    }

    /** What is somebody else's must not fail this visitor's request. */
    private void quietly(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            absorber.postponed(e);
        }
    }

    private Optional<DerivedGuests.Guest> bringTogether(
            List<DerivedGuests.Guest> guests, Deadline share, Deadline deadline) {
        GuestToken derived = GuestToken.derivedFrom(presented);
        Map<GuestToken, Snapshot> sources = new LinkedHashMap<>();
        guests.stream()
                .filter(guest -> !guest.token().equals(derived))
                .forEach(guest -> sources.put(guest.token(), guest.session()));
        DerivedGuests.@Nullable Guest gathered = guests.stream()
                .filter(guest -> guest.token().equals(derived))
                .findFirst()
                .orElse(null);
        try {
            Snapshot target = gathered == null ? target(derived, deadline) : gathered.session();
            for (Map.Entry<GuestToken, Snapshot> source : sources.entrySet()) {
                Place place = source.getValue().place();
                Snapshot into = target;
                target = absorber.absorb(place, into.place(), deadline)
                        .orElseGet(() -> engine.storage().load(into.place(), deadline));
                tokens.drop(source.getKey());
                if (!target.place().equals(into.place()) || !target.isActive()) {
                    tokens.drop(derived); // meanwhile a sign-in took it into an account: nothing is left for a guest
                    return Optional.empty();
                }
                tokens.issue(derived);
                gathered = new DerivedGuests.Guest(derived, target);
                if (share.hasPassed()) {
                    break;
                }
            }
        } catch (RuntimeException e) {
            absorber.postponed(e);
        }
        return Optional.of(gathered == null ? guests.get(0) : gathered);
    }

    private Snapshot target(GuestToken derived, Deadline deadline) {
        Snapshot found = engine.storage().load(Place.of(derived.key()), deadline);
        if (found.isActive()) {
            return found;
        }
        absorber.finish(found, deadline);
        List<String> origins = presented.stream().map(GuestToken::shortName).toList();
        return new CompareAndSet(engine)
                .save(found, engine.header(found).withDerivedFrom(origins), Map.of(), engine.expiry(found), deadline)
                .orElseGet(() -> engine.storage().load(found.place(), deadline));
    }
}
