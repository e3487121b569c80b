package dev.peruser.internal.visit;

import dev.peruser.GuestToken;
import dev.peruser.StoreException;
import dev.peruser.ValueTypes;
import dev.peruser.Visit;
import dev.peruser.internal.codec.Header;
import dev.peruser.internal.commit.CompareAndSet;
import dev.peruser.internal.commit.EngineContext;
import dev.peruser.internal.session.LimitCheck;
import dev.peruser.internal.session.WorkingCopy;
import dev.peruser.internal.signin.Absorber;
import dev.peruser.internal.storage.RefusedException;
import dev.peruser.internal.storage.SessionLocation;
import dev.peruser.internal.storage.Snapshot;
import dev.peruser.store.Deadline;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a browser has in another place, made a guest's session.
 *
 * <ol>
 *   <li>The place says under which token: it is the same for all requests that find the same there, also after a crash.
 *   <li>If anything is known under the token, it was stored before; perhaps it has been absorbed since. Nothing more is
 *       to be done. Otherwise it is created, by one compare-and-set: of requests in parallel one does so.
 *   <li>From then on it is a guest's session like any other that the browser presents: brought together with others,
 *       carried at the sign-in, once.
 *   <li>If it can't be stored, the visit goes on without it, and it stays where it is. If that is because the store
 *       doesn't answer, the session can't be used.
 * </ol>
 *
 * <p>Guarded by the lock of its {@link ActiveVisit}.
 */
final class BroughtGuest {
    private static final Duration IN_PARALLEL = Duration.ofMinutes(1);

    private final EngineContext engine;
    private final Absorber absorber;
    private final Visit.Brought brought;
    private final @Nullable ValueTypes types;
    private boolean isTried;
    private @Nullable StoreException failure;

    BroughtGuest(EngineContext engine, Absorber absorber, Visit.Brought brought, @Nullable ValueTypes types) {
        this.engine = engine;
        this.absorber = absorber;
        this.brought = brought;
        this.types = types;
    }

    boolean isTried() {
        return isTried;
    }

    /** Whoever uses the session is not to be shown one without what could not be brought, as if it were lost. */
    void requireStore() {
        if (failure != null) {
            throw failure;
        }
    }

    /** The token, if something is stored under it now. Tried once; never fails a sign-in. */
    Optional<GuestToken> store(Deadline deadline) {
        isTried = true;
        try {
            GuestToken token = brought.token();
            SessionLocation location = SessionLocation.of(token.key());
            Snapshot found = engine.storage().load(location, deadline);
            if (isNothing(found)) {
                if (create(found, deadline)) {
                    brought.stored(false);
                    return Optional.of(token);
                }
                found = engine.storage().load(location, deadline);
                if (isNothing(found)) {
                    return Optional.empty();
                }
            }
            boolean isOthers =
                    found.header().createdAt().isAfter(engine.storage().now().minus(IN_PARALLEL));
            var unused = isOthers || fill(engine.attributes(Map.of()).typedBy(types));
            brought.stored(isOthers);
            return Optional.of(token);
        } catch (RuntimeException e) {
            absorber.postponed(e);
            failure = e instanceof StoreException store && !(e instanceof RefusedException) ? store : null;
            return Optional.empty();
        }
    }

    /** Nothing was stored, or nobody came for it until it expired. */
    private static boolean isNothing(Snapshot found) {
        return AbsentGuests.isUnknown(found)
                || (!found.isLive() && found.header().state() == Header.State.ACTIVE);
    }

    private boolean create(Snapshot found, Deadline deadline) {
        engine.storage().learnTime(found.location(), deadline);
        WorkingCopy attributes = engine.attributes(Map.of()).typedBy(types);
        if (!fill(attributes)) {
            return false;
        }
        var unused = attributes.flush();
        Map<String, byte[]> content = attributes.toStored();
        LimitCheck.check(engine.settings().limits(), Map.of(), content);
        return new CompareAndSet(engine)
                .save(found, engine.header(found), content, engine.expiry(found), deadline)
                .isPresent();
    }

    /** Also if it is stored already, because it says what of the place is meant. */
    private boolean fill(WorkingCopy attributes) {
        return engine.session(attributes, (source, incarnation) -> Optional.empty())
                .useOnce(brought::fill);
    }
}
