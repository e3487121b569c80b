package dev.peruser.internal.visit;

import dev.peruser.Visitor;
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
    private final AbsentGuests absentGuests;
    private final Budget budget;
    private @Nullable Snapshot absorbedInto;
    private boolean isTried;

    GuestSignIn(
            EngineContext engine, Absorber absorber, Presented presented, AbsentGuests absentGuests, Budget budget) {
        this.absentGuests = absentGuests;
        this.engine = engine;
        this.absorber = absorber;
        this.presented = presented;
        this.budget = budget;
    }

    void absorb(Visitor visitor) {
        if (visitor.user().isEmpty()
                || visitor.acting() != Visitor.Acting.AS_ONESELF
                || engine.settings().guestData() == Settings.GuestData.HIDDEN) {
            return;
        }
        if (!isTried) {
            isTried = true;
            new GuestTokenSignIn(engine, absorber, presented.tokens(), presented.consistencyTokens(), absentGuests)
                    .absorb(visitor.user().get(), visitor.ownRecord(), budget)
                    .ifPresent(absorbed -> absorbedInto = absorbed);
        }
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
