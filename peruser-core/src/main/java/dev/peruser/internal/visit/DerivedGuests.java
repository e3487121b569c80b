package dev.peruser.internal.visit;

import dev.peruser.GuestToken;
import dev.peruser.internal.commit.EngineContext;
import dev.peruser.internal.storage.SessionLocation;
import dev.peruser.internal.storage.Snapshot;
import dev.peruser.store.Deadline;
import dev.peruser.store.GuestKey;
import dev.peruser.store.SessionKey;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds guests' sessions whose tokens were derived from several that the browser presents. The response that was to
 * tell of such a token may have been lost; whoever has all tokens that it was derived from has it, too.
 */
public final class DerivedGuests {
    private static final int MOST_LINKS = 16;
    /** Longer than any request takes. */
    private static final Duration SETTLING = Duration.ofMinutes(10);

    private final EngineContext engine;
    private final Map<String, GuestToken> known = new HashMap<>();

    DerivedGuests(EngineContext engine, List<GuestToken> presented) {
        this.engine = engine;
        presented.forEach(token -> known.put(token.shortName(), token));
    }

    /** A guest's session and the token that leads to it. */
    record Guest(GuestToken token, Snapshot session) {}

    /**
     * Where a token leads to whose own session was taken over.
     *
     * @param guest a guest's session that the browser has, too
     * @param isNowhere whether nothing of a guest's is left: the cookie can go
     * @param isUnsettled whether it went a short while ago into one that this request can't reach: another request
     *     knows more of the browser's tokens than this one, or the browser is about to be told
     */
    record End(Optional<Guest> guest, boolean isNowhere, boolean isUnsettled) {
        private static final End NOWHERE = new End(Optional.empty(), true, false);
    }

    /** Follows from a session that is not active to the one that has its content now. */
    End follow(Snapshot found, Deadline deadline) {
        Snapshot at = found;
        for (int links = 0; links < MOST_LINKS; links++) {
            Optional<GuestKey> key = takenOverBy(at);
            if (key.isEmpty()) {
                return End.NOWHERE;
            }
            Snapshot next = engine.storage().load(SessionLocation.of(key.get()), deadline);
            Optional<GuestToken> token = token(key.get(), next.header().derivedFrom());
            if (token.isEmpty()) {
                return outOfReach(next);
            }
            known.put(token.get().shortName(), token.get());
            if (next.isActive()) {
                return new End(Optional.of(new Guest(token.get(), next)), false, false);
            }
            at = next;
        }
        return outOfReach(at);
    }

    private End outOfReach(Snapshot next) {
        Instant now = engine.storage().now();
        boolean isYoung = now.isBefore(next.header().createdAt().plus(SETTLING));
        return new End(Optional.empty(), false, isYoung);
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
