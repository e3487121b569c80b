package dev.peruser.internal.visit;

import dev.peruser.UserId;
import dev.peruser.Visitor;
import dev.peruser.internal.commit.Committer;
import dev.peruser.internal.commit.EngineContext;
import dev.peruser.internal.commit.Settings;
import dev.peruser.internal.signin.Absorber;
import dev.peruser.internal.storage.Budget;
import dev.peruser.internal.storage.SessionLocation;
import dev.peruser.internal.storage.Snapshot;
import org.jspecify.annotations.Nullable;

/**
 * Carries what the browser has of a guest into the account of whoever is signed in: once for a visitor, and never
 * failing the request. Guarded by the lock of its {@link ActiveVisit}.
 */
final class GuestSignIn {
    private final EngineContext engine;
    private final Absorber absorber;
    private final Presented presented;
    private final Committer committer;
    private final ActiveVisits visits;
    private final Budget budget;
    private @Nullable Snapshot absorbedInto;
    private boolean isTried;

    GuestSignIn(
            EngineContext engine,
            Absorber absorber,
            Committer committer,
            Presented presented,
            ActiveVisits visits,
            Budget budget) {
        this.committer = committer;
        this.visits = visits;
        this.engine = engine;
        this.absorber = absorber;
        this.presented = presented;
        this.budget = budget;
    }

    void absorb(Visitor visitor) {
        if (visitor.user().isEmpty() || visitor.acting() != Visitor.Acting.AS_ONESELF || isTried) {
            return;
        }
        isTried = true;
        if (engine.settings().guestData() == Settings.GuestData.HIDDEN) {
            keepHidden();
        } else {
            absorbPresented(visitor.user().get(), visitor);
        }
    }

    private void keepHidden() {
        if (!presented.tokens().isEmpty()) {
            budget.spend(deadline -> {
                visits.hiddenGuests().keep(engine, committer, presented.tokens(), deadline.half());
                return true;
            });
        }
    }

    /**
     * Carries it now, also if it is hidden otherwise.
     *
     * @return whether there was anything
     * @throws IllegalStateException if the visitor has no account, or somebody else acts as its owner
     */
    boolean absorbOnDemand(Visitor visitor) {
        UserId user = visitor.user()
                .filter(known -> visitor.acting() == Visitor.Acting.AS_ONESELF)
                .orElseThrow(
                        () -> new IllegalStateException(
                                "there is no account to carry a guest's data into: call it once somebody is signed in as oneself"));
        forget();
        absorbPresented(user, visitor);
        return absorbedInto != null;
    }

    private void absorbPresented(UserId user, Visitor visitor) {
        new GuestTokenSignIn(engine, absorber, presented.tokens(), presented.consistencyTokens(), visits.absentGuests())
                .absorb(user, visitor.ownRecord(), budget)
                .ifPresent(absorbed -> absorbedInto = absorbed);
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
        if (visitor.user().isEmpty()) {
            return new GuestOpening(engine, absorber, presented);
        }
        SessionLocation location = engine.locations().of(visitor.user().get(), visitor.ownRecord());
        @Nullable Snapshot absorbed = absorbedInto;
        forget();
        boolean isKnown = absorbed != null && absorbed.location().equals(location);
        return new UserOpening(engine, absorber, location, presented.consistencyTokens(), isKnown ? absorbed : null);
    }
}
