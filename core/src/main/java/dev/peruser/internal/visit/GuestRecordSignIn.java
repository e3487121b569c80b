package dev.peruser.internal.visit;

import dev.peruser.UserId;
import dev.peruser.UserRecord;
import dev.peruser.Visit;
import dev.peruser.internal.codec.UserKeys;
import dev.peruser.internal.commit.CompareAndSet;
import dev.peruser.internal.commit.EngineContext;
import dev.peruser.internal.signin.Absorber;
import dev.peruser.internal.storage.Budget;
import dev.peruser.internal.storage.Log;
import dev.peruser.internal.storage.SessionLocation;
import dev.peruser.internal.storage.Snapshot;
import dev.peruser.store.UserKey;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Carries what is in a guest's own place into the account of whoever is signed in. Tried again by each request: other
 * code may put something there at any time. Within one request not again after a failure. Guarded by the lock of its
 * {@link Visit}.
 */
public final class GuestRecordSignIn {
    private final EngineContext engine;
    private final Absorber absorber;
    private final GuestRecordStore store;
    private boolean isFailed;

    GuestRecordSignIn(EngineContext engine, Absorber absorber, GuestRecordStore store) {
        this.engine = engine;
        this.absorber = absorber;
        this.store = store;
    }

    GuestRecordStore store() {
        return store;
    }

    /** Another visitor may come after a sign-out. */
    void again() {
        isFailed = false;
    }

    /** Never fails the request. Returns the user's session if it was saved. */
    Optional<Snapshot> absorb(UserId user, Optional<UserRecord> ownRecord, Budget budget) {
        if (isFailed) {
            return Optional.empty();
        }
        UserKey key = UserKeys.of(user);
        @Nullable Snapshot last = null;
        try {
            for (SessionLocation source : store.toAbsorb(key)) {
                SessionLocation target = engine.locations().of(user, ownRecord);
                last = budget.spend(deadline -> absorber.absorb(source, target, deadline))
                        .orElse(last);
            }
        } catch (RuntimeException e) {
            isFailed = true;
            postpone(key, e);
        }
        return Optional.ofNullable(last);
    }

    private void postpone(UserKey user, RuntimeException reason) {
        Log.warn(
                "peruser.merge-postponed: a guest session could not be carried into the account now; a later request will finish it",
                reason);
        engine.listener().absorbFailed(reason);
        try {
            store.bind(user);
        } catch (RuntimeException e) {
            Log.warn("peruser.merge-postponed: a guest session could not be set aside for its user", e);
        }
    }

    /** Gives a session that only other code made its identity before its container may copy it. Never fails. */
    void identify(Budget budget) {
        try {
            if (store.isUnidentified()) {
                budget.spend(deadline -> {
                    Snapshot found = engine.storage().load(store.location(), deadline);
                    return new CompareAndSet(engine)
                            .save(found, engine.header(found), found.attributes(), engine.expiry(found), deadline);
                });
            }
        } catch (RuntimeException e) {
            Log.debug("a session in a guest's own place got no identity", e);
        }
    }
}
