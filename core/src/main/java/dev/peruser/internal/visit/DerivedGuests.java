package dev.peruser.internal.visit;

import dev.peruser.GuestToken;
import dev.peruser.internal.codec.Header;
import dev.peruser.internal.commit.EngineContext;
import dev.peruser.internal.signin.Absorber;
import dev.peruser.internal.storage.SessionLocation;
import dev.peruser.internal.storage.Snapshot;
import dev.peruser.store.Deadline;
import dev.peruser.store.GuestKey;
import dev.peruser.store.SessionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Finds guests' sessions whose tokens were derived from several that the browser presents. The response that was to
 * tell of such a token may have been lost; whoever has all tokens that it was derived from has it, too.
 */
public final class DerivedGuests {
    private static final int MOST_LINKS = 16;
    /**
     * Longer than answers are on their way: by then a browser has all cookies from which a token was derived, or never
     * will.
     */
    private static final Duration SETTLING = Duration.ofMinutes(2);
    /** Of servers. */
    private static final Duration CLOCK_DIFFERENCE = Duration.ofSeconds(20);

    private final EngineContext engine;
    private final Absorber absorber;
    private final Predicate<Set<GuestToken>> isForVisitor;
    private final Set<GuestToken> browsers;
    private final Map<String, GuestToken> known = new HashMap<>();
    /** Of which of the browser's own tokens each of those follows. */
    private final Map<String, Set<GuestToken>> origins = new HashMap<>();

    /**
     * Finds what a visitor may have.
     *
     * @param tokens all that the browser presents, also those that are bound to others: a token that follows from one
     *     of theirs as well is computed by that one
     * @param isForVisitor whether the visitor may have what follows from several tokens
     */
    DerivedGuests(
            EngineContext engine, Absorber absorber, GuestTokens tokens, Predicate<Set<GuestToken>> isForVisitor) {
        this.engine = engine;
        this.absorber = absorber;
        this.isForVisitor = isForVisitor;
        this.browsers = Set.copyOf(tokens.all());
        for (GuestToken token : browsers) {
            known.put(token.shortName(), token);
            origins.put(token.shortName(), Set.of(token));
        }
    }

    /** A guest's session and the token that leads to it. */
    record Guest(GuestToken token, Snapshot session) {}

    /**
     * Where a session leads to that was taken over.
     *
     * @param guest a guest's session that the browser has, too
     * @param isNowhere whether nothing of a guest's is left that this browser can still reach
     * @param foreignOrigins the tokens that it follows from, if it is for another user, who has signed in before
     */
    record End(Optional<Guest> guest, boolean isNowhere, Set<GuestToken> foreignOrigins) {
        private static final End NOWHERE = new End(Optional.empty(), true, Set.of());
        private static final End OUT_OF_REACH = new End(Optional.empty(), false, Set.of());

        boolean isOutOfReach() {
            return !isNowhere && guest.isEmpty();
        }

        /** Of all ends, unless one may still come into this visitor's reach. */
        static Set<GuestToken> foreignOrigins(List<End> ends) {
            boolean isOpen = ends.stream().anyMatch(end -> end.isOutOfReach() && end.foreignOrigins.isEmpty());
            return isOpen
                    ? Set.of()
                    : ends.stream().flatMap(end -> end.foreignOrigins.stream()).collect(Collectors.toSet());
        }
    }

    /**
     * Follows from a session that is not active to the one that has its content now. What is claimed further on the way
     * is finished, because perhaps nobody else comes by; the caller has finished the session itself.
     */
    End follow(Snapshot found, Deadline deadline) {
        Snapshot at = found;
        for (int links = 0; links < MOST_LINKS; links++) {
            Optional<GuestKey> key = takenOverBy(at);
            if (key.isEmpty()) {
                return End.NOWHERE;
            }
            Snapshot next = engine.storage().load(SessionLocation.of(key.get()), deadline);
            Optional<GuestToken> token = learn(key.get(), next);
            if (token.isEmpty()) {
                return outOfReach(next);
            }
            if (next.isActive()) {
                return reached(token.get(), next);
            }
            absorber.finish(next, deadline);
            at = next;
        }
        return End.OUT_OF_REACH;
    }

    /**
     * Where parallel requests may have brought the content of other sessions of this browser, by tokens that were
     * derived from the one of this session among others.
     */
    List<End> others(Snapshot seen, Set<GuestKey> reached, Deadline deadline) {
        List<End> ends = new ArrayList<>(0);
        for (String text : seen.header().derivedInto()) {
            if (SessionKey.parse(text) instanceof GuestKey key && !reached.contains(key)) {
                ends.add(end(key, deadline));
            }
        }
        return ends;
    }

    /** Those of these keys by which something may still be found. */
    List<String> withoutThoseThatLeadNowhere(List<String> derivedInto, Deadline deadline) {
        return derivedInto.stream()
                .filter(text -> SessionKey.parse(text) instanceof GuestKey key
                        && !end(key, deadline).isNowhere())
                .toList();
    }

    private End end(GuestKey key, Deadline deadline) {
        Snapshot derived = engine.storage().load(SessionLocation.of(key), deadline);
        Optional<GuestToken> token = learn(key, derived);
        if (!derived.isActive()) {
            absorber.finish(derived, deadline);
            return follow(derived, deadline);
        }
        if (token.isEmpty() || isAbandoned(derived)) {
            return outOfReach(derived);
        }
        return reached(token.get(), derived);
    }

    private End reached(GuestToken token, Snapshot session) {
        Set<GuestToken> from = origins.getOrDefault(token.shortName(), Set.of());
        return isForVisitor.test(from)
                ? new End(Optional.of(new Guest(token, session)), false, Set.of())
                : new End(Optional.empty(), false, from);
    }

    /**
     * A browser that is told of the token in a moment, or has not presented all that it was derived from yet, will
     * reach it. Later on nobody will.
     */
    private End outOfReach(Snapshot derived) {
        boolean isGone = derived.stored() == null; // it was announced, and is gone or was never created
        return isGone || isAbandoned(derived) || !isYoungerThan(SETTLING, derived) ? End.NOWHERE : End.OUT_OF_REACH;
    }

    /** One that is still empty when the time of the request that made it is over stays empty. */
    private boolean isAbandoned(Snapshot derived) {
        Header header = derived.header();
        return derived.isActive()
                && derived.attributes().isEmpty()
                && header.pending().isEmpty()
                && header.ledger().isEmpty()
                && !isYoungerThan(engine.settings().deadline().plus(CLOCK_DIFFERENCE), derived);
    }

    private boolean isYoungerThan(Duration time, Snapshot derived) {
        return engine.storage().now().isBefore(derived.header().createdAt().plus(time));
    }

    /**
     * Those of the sessions found whose tokens the browser has whatever other responses tell it: it has the token, or
     * each session that it was derived from is among these, or was told of it while it had its content. Of another one
     * a cookie that it follows from may be on its way out of the browser. So nothing must be moved into it, nor into
     * one that is derived from it.
     */
    List<Guest> lasting(List<Guest> found, Deadline deadline) {
        Set<GuestKey> lasting = new HashSet<>();
        List<Guest> others = new ArrayList<>();
        for (Guest guest : found) {
            if (browsers.contains(guest.token())) {
                lasting.add(guest.token().key());
            } else {
                others.add(guest);
            }
        }
        boolean isMore = true;
        while (isMore) {
            isMore = others.removeIf(guest -> isToldOf(guest, lasting, deadline)
                    && lasting.add(guest.token().key()));
        }
        return found.stream()
                .filter(guest -> lasting.contains(guest.token().key()))
                .toList();
    }

    /** Whether all that a token was derived from was told, or can be. */
    private boolean isToldOf(Guest derived, Set<GuestKey> active, Deadline deadline) {
        List<String> names = derived.session().header().derivedFrom();
        return !names.isEmpty()
                && names.stream().allMatch(name -> {
                    GuestToken origin = known.get(name);
                    return origin != null
                            && (active.contains(origin.key())
                                    || engine.storage()
                                            .load(SessionLocation.of(origin.key()), deadline)
                                            .header()
                                            .derivedInto()
                                            .contains(derived.token().key().text()));
                });
    }

    private Optional<GuestToken> learn(GuestKey key, Snapshot found) {
        List<String> names = found.header().derivedFrom();
        Optional<GuestToken> token = token(key, names);
        token.ifPresent(one -> {
            known.put(one.shortName(), one);
            origins.computeIfAbsent(
                    one.shortName(),
                    derived -> names.stream()
                            .flatMap(name -> origins.getOrDefault(name, Set.of()).stream())
                            .collect(Collectors.toSet()));
        });
        return token;
    }

    private Optional<GuestKey> takenOverBy(Snapshot found) {
        boolean isTakenOver =
                found.isClaimed() || found.isMovedAt(engine.storage().now());
        return isTakenOver && SessionKey.parse(found.target().key()) instanceof GuestKey key
                ? Optional.of(key)
                : Optional.empty();
    }

    /** The token of a key, if the browser has it, or all that it was derived from. */
    private Optional<GuestToken> token(GuestKey key, List<String> origins) {
        GuestToken own = known.get(GuestToken.shortNameOf(key));
        if (own != null && own.key().equals(key)) {
            return Optional.of(own);
        }
        if (origins.isEmpty() || !known.keySet().containsAll(origins)) {
            return Optional.empty();
        }
        GuestToken derived =
                GuestToken.derivedFrom(origins.stream().map(known::get).toList());
        return derived.key().equals(key) ? Optional.of(derived) : Optional.empty();
    }
}
