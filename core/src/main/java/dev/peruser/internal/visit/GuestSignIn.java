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
 * Carries what the browser has of a guest, tokens and a record, into the account of whoever is signed in: once for a
 * visitor, and never failing the request. Guarded by the lock of its {@link ActiveVisit}.
 */
final class GuestSignIn {
    private final EngineContext engine;
    private final Absorber absorber;
    private final Presented presented;
    private final AbsentGuests absentGuests;
    private final Budget budget;
    private final @Nullable GuestRecordSignIn record;
    private @Nullable Snapshot absorbedInto;
    private boolean isTried;

    GuestSignIn(
            EngineContext engine, Absorber absorber, Presented presented, AbsentGuests absentGuests, Budget budget) {
        this.absentGuests = absentGuests;
        this.engine = engine;
        this.absorber = absorber;
        this.presented = presented;
        this.budget = budget;
        this.record = presented
                .guestRecord()
                .map(held -> new GuestRecordSignIn(engine, absorber, new GuestRecordStore(held, engine)))
                .orElse(null);
    }

    void absorb(Visitor visitor) {
        if (visitor.user().isEmpty()
                || visitor.acting() != Visitor.Acting.AS_ONESELF
                || engine.settings().guestData() == Settings.GuestData.HIDDEN) {
            return;
        }
        if (record != null) {
            record.absorb(visitor.user().get(), visitor.ownRecord(), budget).ifPresent(absorbed -> {
                absorbedInto = absorbed;
                presented.consistencyTokens().saw(absorbed);
            });
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
        if (record != null) {
            record.again();
        }
    }

    /** A guest's record is told by which session it is known. */
    void identifyGuest() {
        if (record != null) {
            record.identify(budget);
        }
    }

    /** What was seen of the account's session is known now, but not for later. */
    void forget() {
        absorbedInto = null;
    }

    /** How the visitor's session is found. */
    OpenSession.Opening openingOf(Visitor visitor) {
        if (visitor.user().isEmpty()) {
            return record == null
                    ? new GuestOpening(engine, absorber, presented)
                    : new GuestRecordOpening(engine, absorber, record.store(), presented.newGuests());
        }
        SessionLocation location = engine.locations().of(visitor.user().get(), visitor.ownRecord());
        @Nullable Snapshot absorbed = absorbedInto;
        forget();
        boolean isKnown = absorbed != null && absorbed.location().equals(location);
        return new UserOpening(engine, absorber, location, presented.consistencyTokens(), isKnown ? absorbed : null);
    }
}
