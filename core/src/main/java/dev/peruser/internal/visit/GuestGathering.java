package dev.peruser.internal.visit;

import dev.peruser.ConflictException;
import dev.peruser.GuestToken;
import dev.peruser.SessionLimitException;
import dev.peruser.internal.codec.Header;
import dev.peruser.internal.commit.CompareAndSet;
import dev.peruser.internal.commit.EngineContext;
import dev.peruser.internal.signin.AbsorbFailures;
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
 *   <li>Each token is looked up. One that isn't found stays in the browser as it is. What is claimed is finished for
 *       whoever claimed it, and not shown. From a session that an earlier request took over, the way goes on to the one
 *       that has its content now, if the browser has that.
 *   <li>One session is left: that is it. Of several the content goes, oldest first, into a new one, whose token is
 *       derived from theirs; or into the one of them that was derived from the others already. So parallel requests
 *       agree, a lost response loses nothing, and nobody can know the token who has planted one of the others: what a
 *       visitor had is not given to a token that is somebody else's, too.
 *   <li>A session that would make the new one larger than the limits allow stays by itself until the sign-in.
 *   <li>Before anything is moved, each session is told into which one its token was derived. A cookie goes only if its
 *       session was taken over, and no session that was derived from it is out of this request's reach: otherwise a
 *       parallel request may have moved something there, and its response may be lost. Into a session of which one that
 *       it was derived from was not told in time, nobody moves anything.
 *   <li>All that takes at most half of the request's time. What is left is brought together by later requests.
 * </ol>
 */
public final class GuestGathering {
    /** From so many on it is looked whether any of them has come to nothing. */
    private static final int MANY_ANNOUNCED = 8;

    private final EngineContext engine;
    private final Absorber absorber;
    private final GuestTokens tokens;
    private final List<GuestToken> presented;
    private final DerivedGuests derivedGuests;
    private final Map<GuestKey, DerivedGuests.Guest> guests = new LinkedHashMap<>();
    /** Tokens whose own sessions were taken over before this request came, by what it has found. */
    private final List<GuestToken> settled = new ArrayList<>();

    private GuestGathering(EngineContext engine, Absorber absorber, GuestTokens tokens, List<GuestToken> presented) {
        this.engine = engine;
        this.absorber = absorber;
        this.tokens = tokens;
        this.presented = presented;
        this.derivedGuests = new DerivedGuests(engine, absorber, tokens, tokens::areFree);
    }

    /** The session that there is then, if there is one. */
    static Optional<DerivedGuests.Guest> gather(
            EngineContext engine, Absorber absorber, GuestTokens tokens, Deadline deadline) {
        List<GuestToken> presented = tokens.free();
        if (presented.isEmpty()) {
            return Optional.empty();
        }
        GuestToken first = presented.get(0);
        Snapshot session = engine.storage().load(SessionLocation.of(first.key()), deadline);
        // As is usual: then there is nothing to bring together, and nothing is prepared for it.
        boolean isOnly = presented.size() == 1
                && session.isActive()
                && session.header().derivedInto().isEmpty();
        return isOnly
                ? Optional.of(new DerivedGuests.Guest(first, session))
                : new GuestGathering(engine, absorber, tokens, presented).gather(session, deadline);
    }

    private Optional<DerivedGuests.Guest> gather(Snapshot first, Deadline deadline) {
        Deadline share = deadline.half();
        find(first, share, deadline);
        List<DerivedGuests.Guest> sorted = new ArrayList<>(guests.values());
        sorted.sort(Comparator.<DerivedGuests.Guest, Instant>comparing(
                        guest -> guest.session().header().createdAt())
                .thenComparing(guest -> guest.token().key().text()));
        if (sorted.size() > 1) {
            List<DerivedGuests.Guest> lasting = new ArrayList<>();
            quietly(() -> lasting.addAll(derivedGuests.lasting(sorted, deadline)));
            if (lasting.size() > 1) {
                return bringTogether(lasting, share, deadline);
            }
            if (lasting.isEmpty()) {
                return Optional.of(sorted.get(0)); // what can't be found out now, a later request will
            }
            sorted.retainAll(lasting);
        }
        settled.forEach(tokens::drop);
        return sorted.stream().findFirst();
    }

    private void find(Snapshot first, Deadline share, Deadline deadline) {
        take(presented.get(0), first, deadline);
        for (GuestToken token : presented.subList(1, presented.size())) {
            if (share.hasPassed()) {
                break;
            }
            take(token, engine.storage().load(SessionLocation.of(token.key()), deadline), deadline);
        }
    }

    private void take(GuestToken token, Snapshot session, Deadline deadline) {
        if (session.isActive()) {
            guests.put(token.key(), new DerivedGuests.Guest(token, session));
            quietly(() -> reach(derivedGuests.others(session, guests.keySet(), deadline)));
        } else if (AbsentGuests.isUnknown(session)) {
            tokens.leaveUnknown(token);
        } else {
            quietly(() -> follow(token, session, deadline));
        }
    }

    private void follow(GuestToken token, Snapshot session, Deadline deadline) {
        absorber.finish(session, deadline);
        List<DerivedGuests.End> ends = derivedGuests.others(session, guests.keySet(), deadline);
        ends.add(derivedGuests.follow(session, deadline));
        tokens.bindWith(token, DerivedGuests.End.foreignOrigins(ends));
        if (reach(ends)) {
            settled.add(token);
        }
    }

    /** Takes in what is found. Returns whether nothing is out of reach. */
    private boolean reach(List<DerivedGuests.End> ends) {
        ends.forEach(end -> end.guest().ifPresent(guest -> {
            if (guests.putIfAbsent(guest.token().key(), guest) == null && !presented.contains(guest.token())) {
                tokens.issue(guest.token());
            }
        }));
        return ends.stream().noneMatch(DerivedGuests.End::isOutOfReach);
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
            List<DerivedGuests.Guest> sorted, Deadline share, Deadline deadline) {
        Optional<DerivedGuests.Guest> known = sorted.stream()
                .filter(guest -> isDerivedFromOthers(guest, sorted))
                .findFirst();
        DerivedGuests.@Nullable Guest gathered = known.orElse(null);
        List<GuestToken> done = new ArrayList<>(settled);
        try {
            Optional<DerivedGuests.Guest> chosen = known.or(() -> create(sorted, deadline));
            if (chosen.isEmpty()) {
                return Optional.of(sorted.get(0));
            }
            DerivedGuests.Guest into = chosen.get();
            guests.put(into.token().key(), into);
            List<DerivedGuests.Guest> left = announced(sorted, into, share);
            if (left.size() < sorted.size()) {
                return left.stream().findFirst(); // somebody took one: a later request sees what became of it
            }
            for (DerivedGuests.Guest source : sorted) {
                if (source.token().equals(into.token())) {
                    continue;
                }
                SessionLocation target = into.session().location();
                Snapshot present;
                try {
                    present = absorber.absorb(
                                    source.session().location(),
                                    target,
                                    Optional::empty,
                                    share,
                                    seen -> addIfDone(source.token(), seen, target, done, deadline))
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
        if (gathered != null) {
            tokens.issue(gathered.token());
            done.forEach(tokens::drop);
        }
        return Optional.of(gathered == null ? sorted.get(0) : gathered);
    }

    /**
     * Writes into each session that the token of another is derived from it, before anything is moved there: whoever
     * takes it meanwhile leaves the cookie in the browser. Returns those that are still there.
     */
    private List<DerivedGuests.Guest> announced(
            List<DerivedGuests.Guest> sources, DerivedGuests.Guest into, Deadline share) {
        List<DerivedGuests.Guest> left = new ArrayList<>();
        for (DerivedGuests.Guest source : sources) {
            if (source.token().equals(into.token())) {
                left.add(source);
            } else {
                announce(source.session(), into.token().key().text(), share)
                        .ifPresent(session -> left.add(new DerivedGuests.Guest(source.token(), session)));
            }
        }
        return left;
    }

    private Optional<Snapshot> announce(Snapshot source, String key, Deadline share) {
        CompareAndSet compareAndSet = new CompareAndSet(engine);
        Snapshot current = source;
        while (current.isActive()) {
            Header header = engine.header(current);
            if (header.derivedInto().contains(key)) {
                return Optional.of(current);
            }
            List<String> announced = new ArrayList<>(header.derivedInto());
            if (announced.size() >= MANY_ANNOUNCED) {
                announced.retainAll(derivedGuests.withoutThoseThatLeadNowhere(announced, share));
            }
            if (announced.size() == Header.MOST_DERIVED) {
                throw new ConflictException("too many requests bring a guest's sessions together at once;"
                        + " a later request will try again");
            }
            announced.add(key);
            Optional<Snapshot> made = compareAndSet.save(
                    current, header.withDerivedInto(announced), current.attributes(), engine.expiry(current), share);
            if (made.isPresent()) {
                return made;
            }
            AbsorbFailures.requireTime(share);
            current = engine.storage().load(source.location(), share);
        }
        return Optional.empty();
    }

    /** The cookie of a session that was taken over goes with the response, if no other content needs it. */
    private void addIfDone(
            GuestToken token, Snapshot seen, SessionLocation target, List<GuestToken> done, Deadline deadline) {
        boolean isNeeded = derivedGuests.others(seen, guests.keySet(), deadline).stream()
                .anyMatch(end -> end.isOutOfReach()
                        || end.guest()
                                .filter(guest ->
                                        !guests.containsKey(guest.token().key()))
                                .isPresent());
        boolean isTaken = seen.isActive()
                || ((seen.isClaimed() || seen.isMovedAt(engine.storage().now()))
                        && seen.target().isOf(target.key()));
        if (isTaken && !isNeeded) {
            done.add(token);
        }
    }

    private static boolean isDerivedFromOthers(DerivedGuests.Guest guest, List<DerivedGuests.Guest> all) {
        List<String> origins = guest.session().header().derivedFrom();
        return all.stream()
                .allMatch(other ->
                        other.equals(guest) || origins.contains(other.token().shortName()));
    }

    /** Empty: it was there, and has gone further since. Its marker leads there, and must stay. */
    private Optional<DerivedGuests.Guest> create(List<DerivedGuests.Guest> sources, Deadline deadline) {
        List<GuestToken> origins =
                sources.stream().map(DerivedGuests.Guest::token).toList();
        GuestToken derived = GuestToken.derivedFrom(origins);
        Snapshot found = engine.storage().load(SessionLocation.of(derived.key()), deadline);
        if (found.isActive()) {
            return Optional.of(new DerivedGuests.Guest(derived, found));
        }
        if (found.isClaimed() || found.isMovedAt(engine.storage().now())) {
            absorber.finish(found, deadline); // claimed for somebody else, who is to get what it has
            return Optional.empty();
        }
        List<String> names = origins.stream().map(GuestToken::shortName).toList();
        Snapshot created = new CompareAndSet(engine)
                .save(found, engine.header(found).withDerivedFrom(names), Map.of(), engine.expiry(found), deadline)
                .orElseGet(() -> engine.storage().load(found.location(), deadline));
        return created.isActive() ? Optional.of(new DerivedGuests.Guest(derived, created)) : Optional.empty();
    }
}
