package dev.peruser.internal.visit;

import dev.peruser.GuestToken;
import dev.peruser.SessionLimitException;
import dev.peruser.internal.commit.CompareAndSet;
import dev.peruser.internal.commit.EngineContext;
import dev.peruser.internal.signin.Absorber;
import dev.peruser.internal.storage.SessionLocation;
import dev.peruser.internal.storage.Snapshot;
import dev.peruser.store.Deadline;
import dev.peruser.store.GuestKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Brings the sessions of a browser that presents several guest tokens together: first requests that run in parallel
 * make one each.
 *
 * <ol>
 *   <li>Each token is looked up. What is claimed is finished for whoever claimed it, and not shown. From a session that
 *       an earlier request took over, the way goes on to the one that has its content now, if the browser has that.
 *   <li>One session is left: that is it. Of several the content goes, oldest first, into a new one, whose token is
 *       derived from theirs; or into the one of them that was derived from the others already. So parallel requests
 *       agree, a lost response loses nothing, and nobody can know the token who has planted one of the others: what a
 *       visitor had is not given to a token that is somebody else's, too.
 *   <li>A session that would make the new one larger than the limits allow stays by itself until the sign-in.
 *   <li>A cookie goes only if it leads to nothing, or if the request presents the token that it leads to, and knows of
 *       nothing else. So no cookie goes from which a parallel request may have derived a token that the browser is not
 *       told of: whoever sent that request had at least the cookies of this one, or this one has at least its.
 *   <li>A request that finds a session gone into one that it can't reach knows less than another: it changes nothing.
 *   <li>All that takes at most half of the request's time. What is left is brought together by later requests.
 * </ol>
 */
public final class GuestGathering {
    private final EngineContext engine;
    private final Absorber absorber;
    private final GuestTokens tokens;
    private final List<GuestToken> presented;
    private final DerivedGuests derivedGuests;
    /** Tokens whose own sessions were taken over before this request came. */
    private final List<GuestToken> settled = new ArrayList<>();
    /** Whether not all is known of what the tokens lead to. */
    private boolean isUnsettled;

    GuestGathering(EngineContext engine, Absorber absorber, GuestTokens tokens) {
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
                .thenComparing(guest -> guest.token().key().text()));
        if (guests.size() > 1 && !isUnsettled) {
            return bringTogether(guests, share, deadline);
        }
        Optional<DerivedGuests.Guest> first = guests.stream().findFirst();
        boolean isUntold = first.isPresent() && !presented.contains(first.get().token());
        if (isUntold) {
            tokens.issue(first.get().token());
        } else if (!isUnsettled) {
            settled.forEach(tokens::drop);
        }
        return first;
    }

    private List<DerivedGuests.Guest> find(Deadline share, Deadline deadline) {
        Map<GuestKey, DerivedGuests.Guest> guests = new LinkedHashMap<>();
        boolean isFirst = true;
        for (GuestToken token : presented) {
            if (!isFirst && share.hasPassed()) {
                isUnsettled = true;
                break;
            }
            isFirst = false;
            Snapshot session = engine.storage().load(SessionLocation.of(token.key()), deadline);
            if (session.isActive()) {
                guests.put(token.key(), new DerivedGuests.Guest(token, session));
            } else {
                quietly(() -> follow(token, session, guests, deadline));
            }
        }
        return new ArrayList<>(guests.values());
    }

    private void follow(
            GuestToken token, Snapshot session, Map<GuestKey, DerivedGuests.Guest> guests, Deadline deadline) {
        absorber.finish(session, deadline);
        DerivedGuests.End end = derivedGuests.follow(session, deadline);
        end.guest().ifPresent(guest -> guests.putIfAbsent(guest.token().key(), guest));
        isUnsettled |= end.isUnsettled();
        if (end.isNowhere() || end.guest().isPresent()) {
            settled.add(token);
        }
    }

    /** What is somebody else's must not fail this visitor's request. */
    private void quietly(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            isUnsettled = true;
            absorber.postponed(e);
        }
    }

    private Optional<DerivedGuests.Guest> bringTogether(
            List<DerivedGuests.Guest> guests, Deadline share, Deadline deadline) {
        Optional<DerivedGuests.Guest> known = guests.stream()
                .filter(guest -> isDerivedFromOthers(guest, guests))
                .findFirst();
        DerivedGuests.@Nullable Guest gathered = known.orElse(null);
        try {
            DerivedGuests.Guest into = known.orElseGet(() -> create(guests, deadline));
            for (DerivedGuests.Guest source : guests) {
                if (source.token().equals(into.token())) {
                    continue;
                }
                SessionLocation target = into.session().location();
                Snapshot present;
                try {
                    present = absorber.absorb(source.session().location(), target, share)
                            .orElseGet(() -> engine.storage().load(target, deadline));
                } catch (SessionLimitException tooLarge) {
                    continue; // it stays by itself, and is merged at the sign-in, by the account's rules
                }
                if (!present.location().equals(target) || !present.isActive()) {
                    return Optional.empty(); // meanwhile somebody took it further: a later request follows
                }
                into = new DerivedGuests.Guest(into.token(), present);
                gathered = into;
                if (share.hasPassed()) {
                    break;
                }
            }
        } catch (RuntimeException e) {
            absorber.postponed(e);
        }
        if (gathered == null) {
            return Optional.of(guests.get(0));
        }
        tokens.issue(gathered.token());
        return Optional.of(gathered);
    }

    private static boolean isDerivedFromOthers(DerivedGuests.Guest guest, List<DerivedGuests.Guest> guests) {
        List<String> origins = guest.session().header().derivedFrom();
        return guests.stream()
                .allMatch(other ->
                        other.equals(guest) || origins.contains(other.token().shortName()));
    }

    private DerivedGuests.Guest create(List<DerivedGuests.Guest> guests, Deadline deadline) {
        List<GuestToken> origins =
                guests.stream().map(DerivedGuests.Guest::token).toList();
        GuestToken derived = GuestToken.derivedFrom(origins);
        Snapshot found = engine.storage().load(SessionLocation.of(derived.key()), deadline);
        if (found.isActive()) {
            return new DerivedGuests.Guest(derived, found);
        }
        absorber.finish(found, deadline);
        List<String> names = origins.stream().map(GuestToken::shortName).toList();
        Snapshot created = new CompareAndSet(engine)
                .save(found, engine.header(found).withDerivedFrom(names), Map.of(), engine.expiry(found), deadline)
                .orElseGet(() -> engine.storage().load(found.location(), deadline));
        return new DerivedGuests.Guest(derived, created);
    }
}
