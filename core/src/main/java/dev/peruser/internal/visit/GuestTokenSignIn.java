package dev.peruser.internal.visit;

import dev.peruser.GuestToken;
import dev.peruser.MergeReport;
import dev.peruser.UserId;
import dev.peruser.UserRecord;
import dev.peruser.Visit;
import dev.peruser.Visitor;
import dev.peruser.internal.codec.UserKeys;
import dev.peruser.internal.commit.Committer;
import dev.peruser.internal.commit.EngineContext;
import dev.peruser.internal.commit.Settings;
import dev.peruser.internal.signin.Absorber;
import dev.peruser.internal.signin.MergeUndo;
import dev.peruser.internal.signin.SetAsides;
import dev.peruser.internal.storage.Budget;
import dev.peruser.internal.storage.SessionLocation;
import dev.peruser.internal.storage.Snapshot;
import dev.peruser.store.Deadline;
import dev.peruser.store.UserKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Carries the sessions of the guest tokens that a browser presents into the account of whoever is signed in, once for a
 * visitor.
 *
 * <ol>
 *   <li>What the browser has elsewhere becomes the session of one more token.
 *   <li>One after the other is absorbed, in at most half of the request's time.
 *   <li>A cookie goes if its session was taken over, and nothing that was derived from its token is out of reach.
 *   <li>Where nothing is found under a token, the store is made to say whether there is nothing (see
 *       {@link AbsentGuests}); if so, the cookie stays as it is.
 *   <li>Whatever is left is bound to the user, so that it can go to nobody else, also if the browser's next visitor is
 *       another. A later request of the user goes on.
 *   <li>What follows from tokens that are bound to somebody who signed in before is left to that user, and the tokens
 *       that lead there are bound with them.
 * </ol>
 *
 * <p>Never fails the request. Guarded by the lock of its {@link ActiveVisit}.
 */
final class GuestTokenSignIn {
    /** Each is a write, and whoever is signed in can present any tokens. */
    private static final int MOST_QUESTIONS = 8;

    private final EngineContext engine;
    private final Absorber absorber;
    private final Committer committer;
    private final Presented presented;
    private final Supplier<Optional<String>> signInPlace;
    private final ActiveVisits visits;
    private final Budget budget;
    private final GuestTokens tokens;
    private final ConsistencyTokens consistencyTokens;
    private final @Nullable BroughtGuest brought;
    private @Nullable Snapshot absorbedInto;
    private boolean isTried;

    GuestTokenSignIn(
            EngineContext engine,
            Absorber absorber,
            Committer committer,
            Presented presented,
            ActiveVisits visits,
            Budget budget) {
        this.engine = engine;
        this.absorber = absorber;
        this.committer = committer;
        this.presented = presented;
        this.signInPlace = presented.signInPlace();
        this.visits = visits;
        this.budget = budget;
        this.tokens = presented.tokens();
        this.consistencyTokens = presented.consistencyTokens();
        Visit.Brought elsewhere = presented.brought();
        this.brought = elsewhere == null ? null : new BroughtGuest(engine, absorber, elsewhere, presented.types());
    }

    void absorb(Visitor visitor) {
        bring();
        if (isTried || tokens.isEmpty() || owner(visitor).isEmpty()) {
            return;
        }
        isTried = true;
        if (engine.settings().guestData() == Settings.GuestData.HIDDEN) {
            budget.spend(deadline -> {
                visits.hiddenGuests().keep(engine, committer, tokens, deadline.half());
                return true;
            });
        } else {
            absorb(owner(visitor).get(), visitor.ownRecord());
        }
    }

    /** What the browser has elsewhere is a guest's from here on, whoever the visitor is. */
    private void bring() {
        if (brought != null && !brought.isTried()) {
            budget.spend(deadline -> brought.store(deadline.half())).ifPresent(tokens::bring);
        }
    }

    /** Who is signed in as oneself. */
    private static Optional<UserId> owner(Visitor visitor) {
        return visitor.acting() == Visitor.Acting.AS_ONESELF ? visitor.user() : Optional.empty();
    }

    private void absorb(UserId user, Optional<UserRecord> ownRecord) {
        UserKey key = UserKeys.of(user);
        List<GuestToken> toAbsorb = tokens.freeOrBoundTo(key);
        if (!toAbsorb.isEmpty()) {
            budget.spend(deadline -> new Run(user, ownRecord, toAbsorb, deadline).absorbAll())
                    .ifPresent(absorbed -> absorbedInto = absorbed);
        }
        tokens.bindFree(key);
    }

    /**
     * Carries what the browser has of a guest now, also if it is hidden otherwise.
     *
     * @return whether there was anything
     * @throws IllegalStateException if the visitor has no account, or somebody else acts as its owner
     */
    boolean absorbOnDemand(Visitor visitor) {
        UserId user = owner(visitor)
                .orElseThrow(() -> new IllegalStateException("there is no account to carry a guest's data into:"
                        + " call mergeGuest() when a user is signed in, and nobody acts for that user"));
        forget();
        bring();
        absorb(user, visitor.ownRecord());
        return absorbedInto != null;
    }

    /** Takes merges into the visitor's account back. */
    MergeReport.Undo undo(Visitor visitor, String undoId, MergeReport.GuestPart guestPart) {
        MergeUndo undo = new MergeUndo(engine, absorber);
        return ofAccount(visitor, (account, deadline) -> undo.undo(account, undoId, guestPart, deadline))
                .orElse(MergeUndo.UNKNOWN);
    }

    /** Does something with what was set aside of merges into the visitor's account; empty for a guest. */
    <T> Optional<T> withSetAsides(Visitor visitor, Function<SetAsides, T> work) {
        return ofAccount(
                visitor, (account, deadline) -> work.apply(new SetAsides(engine, absorber, account, deadline)));
    }

    private <T> Optional<T> ofAccount(Visitor visitor, BiFunction<SessionLocation, Deadline, T> work) {
        forget();
        consistencyTokens.doubt();
        return visitor.user()
                .map(user -> engine.locations().of(user, visitor.ownRecord()))
                .map(account -> budget.spend(deadline -> work.apply(account, deadline)));
    }

    /** Another visitor comes: what the browser has now is theirs. */
    void again() {
        isTried = false;
    }

    /** What was seen of the account's session is known now, but not for later. */
    void forget() {
        absorbedInto = null;
    }

    /** How the visitor's session is found. */
    OpenSession.Opening openingOf(Visitor visitor) {
        if (brought != null) {
            brought.requireStore();
        }
        if (visitor.user().isEmpty()) {
            return new GuestOpening(engine, absorber, presented);
        }
        SessionLocation location = engine.locations().of(visitor.user().get(), visitor.ownRecord());
        @Nullable Snapshot absorbed = absorbedInto;
        forget();
        boolean isKnown = absorbed != null && absorbed.location().equals(location);
        return new UserOpening(engine, absorber, location, consistencyTokens, isKnown ? absorbed : null);
    }

    /** What is done in one request. */
    private final class Run {
        private final UserId user;
        private final Optional<UserRecord> ownRecord;
        private final List<GuestToken> presented;
        private final DerivedGuests derivedGuests;
        private final Deadline deadline;
        private final Deadline share;
        private @Nullable Snapshot last;
        private int questions;

        Run(UserId user, Optional<UserRecord> ownRecord, List<GuestToken> presented, Deadline deadline) {
            this.user = user;
            this.ownRecord = ownRecord;
            this.presented = presented;
            UserKey key = UserKeys.of(user);
            this.derivedGuests =
                    new DerivedGuests(engine, absorber, tokens, origins -> tokens.areFreeOrBoundTo(key, origins));
            this.deadline = deadline;
            this.share = deadline.half();
        }

        Optional<Snapshot> absorbAll() {
            for (GuestToken token : presented) {
                if (!tokens.isNeeded(token)) {
                    absorbQuietly(token);
                }
                if (share.hasPassed()) {
                    break;
                }
            }
            return Optional.ofNullable(last);
        }

        private void absorbQuietly(GuestToken token) {
            if (visits.absentGuests().has(token)) {
                tokens.leaveAbsent(token);
                return;
            }
            absorber.attempt(token.key(), () -> {
                List<Snapshot> lastSeen = new ArrayList<>(1);
                absorb(token, lastSeen::add);
                lastSeen.forEach(seen -> follow(token, seen));
            });
        }

        /** The session's content may be part of another, and the browser not told of its token. */
        private void follow(GuestToken token, Snapshot seen) {
            if (AbsentGuests.isUnknown(seen)) {
                leave(token, seen);
                return;
            }
            List<DerivedGuests.End> ends = derivedGuests.others(seen, Set.of(), deadline);
            if (!seen.isActive()) {
                ends.add(derivedGuests.follow(seen, deadline));
            }
            for (DerivedGuests.End end : ends) {
                end.guest().map(DerivedGuests.Guest::token).ifPresent(derived -> {
                    tokens.issue(derived);
                    absorbQuietly(derived);
                });
            }
            if (ends.stream().noneMatch(DerivedGuests.End::isOutOfReach)) {
                tokens.drop(token);
            } else {
                tokens.bindWith(token, DerivedGuests.End.foreignOrigins(ends));
            }
        }

        private void leave(GuestToken token, Snapshot seen) {
            if (questions < MOST_QUESTIONS) {
                questions++;
                if (visits.absentGuests().isAbsent(engine, token, seen, share)) {
                    tokens.leaveAbsent(token);
                }
            }
        }

        private void absorb(GuestToken token, Consumer<Snapshot> lastSeen) {
            consistencyTokens.doubt();
            SessionLocation target = engine.locations().of(user, ownRecord);
            absorber.absorb(SessionLocation.of(token.key()), target, signInPlace, share, lastSeen)
                    .ifPresent(session -> {
                        last = session;
                        consistencyTokens.saw(session);
                    });
        }
    }
}
