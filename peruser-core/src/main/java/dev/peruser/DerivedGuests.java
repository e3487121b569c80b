package dev.peruser;

import dev.peruser.store.Deadline;
import dev.peruser.store.GuestKey;
import dev.peruser.store.SessionKey;
import java.util.List;
import java.util.Optional;

/**
 * Finds guests' sessions whose tokens were derived from several that the browser presents. The response that was to
 * tell of such a token may have been lost; whoever has all tokens that it was derived from has it, too.
 */
final class DerivedGuests {
    private final Engine engine;
    private final List<GuestToken> presented;

    DerivedGuests(Engine engine, List<GuestToken> presented) {
        this.engine = engine;
        this.presented = presented;
    }

    /** A guest's session and the token that leads to it. */
    record Guest(GuestToken token, Snapshot session) {}

    /** The key of the guest's session that took over what was found under a token; none if it was no guest's. */
    Optional<GuestKey> takenOverBy(Snapshot found) {
        boolean isTakenOver =
                found.isClaimed() || found.isMovedAt(engine.storage().now());
        return isTakenOver && SessionKey.parse(found.target().key()) instanceof GuestKey key && !isPresented(key)
                ? Optional.of(key)
                : Optional.empty();
    }

    private boolean isPresented(GuestKey key) {
        return presented.stream().anyMatch(token -> token.key().equals(key));
    }

    /** The session under a key, if it is there and the browser has all tokens that its own was derived from. */
    Optional<Guest> find(GuestKey key, Deadline deadline) {
        Snapshot session = engine.storage().load(Place.of(key), deadline);
        List<String> names = session.header().derivedFrom();
        if (!session.isActive() || names.isEmpty()) {
            return Optional.empty();
        }
        List<GuestToken> origins = presented.stream()
                .filter(token -> names.contains(token.shortName()))
                .toList();
        GuestToken token = GuestToken.derivedFrom(origins);
        return token.key().equals(key) ? Optional.of(new Guest(token, session)) : Optional.empty();
    }
}
