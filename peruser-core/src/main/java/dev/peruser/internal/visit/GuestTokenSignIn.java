package dev.peruser.internal.visit;

import dev.peruser.GuestToken;
import dev.peruser.UserId;
import dev.peruser.UserRecord;
import dev.peruser.Visit;
import dev.peruser.internal.codec.UserKeys;
import dev.peruser.internal.commit.EngineContext;
import dev.peruser.internal.signin.Absorber;
import dev.peruser.internal.storage.Budget;
import dev.peruser.internal.storage.SessionLocation;
import dev.peruser.internal.storage.Snapshot;
import dev.peruser.store.Deadline;
import dev.peruser.store.UserKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Carries the sessions of the guest tokens that a browser presents into the account of whoever is signed in.
 *
 * <ol>
 *   <li>One after the other is absorbed, in at most half of the request's time.
 *   <li>A sole token goes with the response. Of several none goes before a request finds that all their sessions were
 *       taken over before it came: a parallel request may have derived a token from them that the browser is not told
 *       of.
 *   <li>Whatever is left is bound to the user, so that it can go to nobody else, also if the browser's next visitor is
 *       another. A later request of the user goes on.
 * </ol>
 *
 * <p>Never fails the request. Guarded by the lock of its {@link Visit}.
 */
public final class GuestTokenSignIn {
    private final EngineContext engine;
    private final Absorber absorber;
    private final GuestTokens tokens;
    private final ConsistencyTokens consistencyTokens;

    GuestTokenSignIn(EngineContext engine, Absorber absorber, GuestTokens tokens, ConsistencyTokens consistencyTokens) {
        this.engine = engine;
        this.absorber = absorber;
        this.tokens = tokens;
        this.consistencyTokens = consistencyTokens;
    }

    /** Returns the user's session if it was saved. */
    public Optional<Snapshot> absorb(UserId user, Optional<UserRecord> ownRecord, Budget budget) {
        if (tokens.isEmpty()) {
            return Optional.empty();
        }
        UserKey key = UserKeys.of(user);
        List<GuestToken> presented = tokens.freeOrBoundTo(key);
        Optional<Snapshot> last = presented.isEmpty()
                ? Optional.empty()
                : budget.spend(deadline -> new Run(user, ownRecord, presented, deadline).absorbAll());
        tokens.bindFree(key);
        return last;
    }

    /** What is done in one request. */
    private final class Run {
        private final UserId user;
        private final Optional<UserRecord> ownRecord;
        private final List<GuestToken> presented;
        private final DerivedGuests derivedGuests;
        private final Deadline deadline;
        private final Deadline share;
        /** Tokens that led to nothing when this request came. */
        private final List<GuestToken> settled = new ArrayList<>();
        /** Tokens whose sessions this request has carried into the account. */
        private final List<GuestToken> taken = new ArrayList<>();
        /** Whether not all is known of what the tokens lead to. */
        private boolean isUnsettled;

        private @Nullable Snapshot last;

        Run(UserId user, Optional<UserRecord> ownRecord, List<GuestToken> presented, Deadline deadline) {
            this.user = user;
            this.ownRecord = ownRecord;
            this.presented = presented;
            this.derivedGuests = new DerivedGuests(engine, presented);
            this.deadline = deadline;
            this.share = deadline.half();
        }

        Optional<Snapshot> absorbAll() {
            for (GuestToken token : presented) {
                absorbQuietly(token);
                if (share.hasPassed()) {
                    break;
                }
            }
            if (presented.size() == 1) {
                drop(taken);
            }
            if (!isUnsettled && (taken.isEmpty() || share.hasPassed())) {
                drop(settled);
            }
            return Optional.ofNullable(last);
        }

        private void drop(List<GuestToken> done) {
            done.stream().filter(token -> !tokens.isNeeded(token)).forEach(tokens::drop);
        }

        private void absorbQuietly(GuestToken token) {
            try {
                if (absorb(token, found -> follow(token, found))) {
                    taken.add(token);
                }
            } catch (RuntimeException e) {
                isUnsettled = true;
                absorber.postponed(e);
            }
        }

        /** Whether there was something. */
        private boolean absorb(GuestToken token, Consumer<Snapshot> notActive) {
            consistencyTokens.doubt();
            SessionLocation target = engine.storage().location(user, ownRecord);
            Optional<Snapshot> absorbed = absorber.absorb(SessionLocation.of(token.key()), target, share, notActive);
            absorbed.ifPresent(session -> {
                last = session;
                consistencyTokens.saw(session);
            });
            return absorbed.isPresent();
        }

        /** The session may be part of one that was brought together, and the browser not told of its token. */
        private void follow(GuestToken token, Snapshot found) {
            DerivedGuests.End end = derivedGuests.follow(found, deadline);
            isUnsettled |= end.isUnsettled();
            if (end.isNowhere()) {
                settled.add(token);
            }
            end.guest().ifPresent(guest -> {
                if (absorb(guest.token(), gone -> {})) {
                    taken.add(token);
                }
            });
        }
    }
}
