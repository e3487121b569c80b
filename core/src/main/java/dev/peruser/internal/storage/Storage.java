package dev.peruser.internal.storage;

import dev.peruser.GuestToken;
import dev.peruser.PerUserException;
import dev.peruser.StoreException;
import dev.peruser.internal.codec.Header;
import dev.peruser.internal.codec.HeaderCodec;
import dev.peruser.internal.codec.JsonCodec;
import dev.peruser.internal.values.RandomSource;
import dev.peruser.store.Deadline;
import dev.peruser.store.RecallingSessionStore;
import dev.peruser.store.SessionChange;
import dev.peruser.store.SessionKey;
import dev.peruser.store.SessionStore;
import dev.peruser.store.SessionVersion;
import dev.peruser.store.StoredSession;
import dev.peruser.store.WrappingSessionStore;
import dev.peruser.store.WriteResult;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The store and the users' own records behind one face: finds the right one for a location, bounds how many requests
 * wait, and turns whatever a store throws into a {@link StoreException}.
 */
public final class Storage {
    /** Leaves 20 random bits. */
    private static final int SKIPPED_SHIFT = Long.SIZE - 20;

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final SessionStore store;
    private final Optional<RecallingSessionStore> copies;
    private final SessionLocations locations;
    private final StoreClock clock;
    private final Bulkhead bulkhead;
    private final RandomSource randomSource;
    private final long writer;
    private final AtomicLong sequence = new AtomicLong();

    public Storage(
            SessionStore store,
            SessionLocations.Places places,
            JsonCodec codec,
            InstantSource clock,
            RandomSource randomSource,
            Bulkhead bulkhead) {
        this(store, places, codec, new StoreClock(store, clock, difference -> {}), randomSource, bulkhead);
    }

    public Storage(
            SessionStore store,
            SessionLocations.Places places,
            JsonCodec codec,
            StoreClock clock,
            RandomSource randomSource,
            Bulkhead bulkhead) {
        this.store = store;
        this.copies = WrappingSessionStore.ability(store, RecallingSessionStore.class);
        this.locations = new SessionLocations(store, places, codec, new KeyLocks(bulkhead), () -> knownTime(clock));
        this.clock = clock;
        this.bulkhead = bulkhead;
        this.randomSource = randomSource;
        this.writer = randomSource.number();
    }

    private static Instant knownTime(StoreClock clock) {
        if (!clock.isKnown()) {
            clock.keepUp(Deadline.after(PATIENCE));
        }
        return clock.now();
    }

    /** What the time is, for all servers: see {@link StoreClock}. */
    public Instant now() {
        return clock.now();
    }

    /**
     * Asks the store what the time is, whatever is known.
     *
     * @throws StoreException if it has a clock and can't be asked
     */
    public Instant askTime(Deadline deadline) {
        clock.ask(deadline);
        return clock.now();
    }

    /** As {@link #askTime}, but only if it is not known, and never failing. */
    public void askTimeIfPossible(Deadline deadline) {
        clock.keepUpIfPossible(deadline);
    }

    /** Whether {@link #now} is the time for all servers, and not only this one's. */
    public boolean isTimeKnown() {
        return clock.isKnown();
    }

    /**
     * To be called before {@link #now} where nothing may have been loaded yet.
     *
     * @throws StoreException if it is not known what the time is, and can't be found out
     */
    public void learnTime(SessionLocation location, Deadline deadline) {
        if (!clock.isKnown()) {
            var unused = call(location, deadline, () -> {
                clock.keepUp(deadline); // also for a record, which can be had without: what is written goes by the time
                return true;
            });
        }
    }

    /** As {@link #learnTime}, for a request that may only read, and needs no store for that. */
    public void learnTimeIfPossible(SessionLocation location, Deadline deadline) {
        if (clock.hasFailedLately()) {
            return;
        }
        try {
            learnTime(location, deadline.half());
        } catch (StoreException e) {
            Log.debug("the session store could not be asked for its time", e);
        }
    }

    public Header.CommitId newCommitId() {
        return new Header.CommitId(writer, sequence.incrementAndGet());
    }

    private long randomNonZero() {
        long number = randomSource.number();
        return number == 0 ? 1 : number;
    }

    public GuestToken randomToken() {
        return GuestToken.random(randomSource::fill);
    }

    /** Where sessions are kept. */
    public SessionLocations locations() {
        return locations;
    }

    /** Whether what is found at a location can still be lost, if it was acknowledged to somebody else. */
    public boolean mayLose(SessionLocation location) {
        return storeOf(location).mayLoseWrites();
    }

    /** Whether sessions may be held as copies in this process. */
    public boolean recalls() {
        return copies.isPresent();
    }

    /** Whether a copy of a session is as new as what the browser has seen. */
    @FunctionalInterface
    public interface Freshness {
        boolean permits(SessionKey key, @Nullable StoredSession copy);
    }

    /** A copy of a session, if one is held that is fresh, and nothing about it has to be finished first. */
    public Optional<Snapshot> recall(SessionLocation location, Freshness freshness) {
        if (location.own().isPresent() || !clock.isUpToDate()) {
            return Optional.empty();
        }
        return copies.flatMap(store -> store.recall(location.key())).flatMap(copy -> {
            @Nullable StoredSession stored = copy.session().orElse(null);
            if (!freshness.permits(location.key(), stored)) {
                return Optional.empty();
            }
            Snapshot snapshot = Snapshot.of(location, stored, now());
            boolean isUserWithout = stored == null && !location.isGuest();
            return isUserWithout || snapshot.isSettled() ? Optional.of(snapshot) : Optional.empty();
        });
    }

    public Snapshot load(SessionLocation location, Deadline deadline) {
        Optional<StoredSession> stored =
                call(location, deadline, () -> storeOf(location).load(location.key(), deadline));
        if (!clock.isKnown() && stored.filter(found -> found.isExpiredAt(now())).isPresent()) {
            clock.keepUp(deadline); // by a clock that is far ahead it seems so, and what seems expired is replaced
        }
        return Snapshot.of(location, stored.orElse(null), now());
    }

    /**
     * Saves on top of a snapshot.
     *
     * @param next from {@link #next}
     */
    public WriteResult save(Snapshot before, Snapshot next, Deadline deadline) {
        SessionLocation location = before.location();
        StoredSession stored = Objects.requireNonNull(next.stored());
        SessionChange change =
                before.stored() == null ? SessionChange.create(stored) : SessionChange.replace(before.stored(), stored);
        return call(location, deadline, () -> storeOf(location).save(location.key(), change, deadline));
    }

    /**
     * What is to be stored on top of a snapshot, as it is found once it is saved: the next version of a session that is
     * there, or of its marker, else a new incarnation.
     *
     * @param attributes must not be changed any more
     */
    public Snapshot next(
            Snapshot before, Header header, Map<String, byte[]> attributes, Instant expiresAt, Header.CommitId id) {
        StoredSession stored = before.stored();
        SessionVersion version = stored != null && (before.isLive() || before.isReplacedAsMarker(header))
                ? following(before.location(), stored.version())
                : SessionVersion.first(randomNonZero());
        Instant now = now();
        Header committed = header.committed(id, now);
        StoredSession next = StoredSession.takingOver(version, expiresAt, HeaderCodec.encode(committed), attributes);
        return Snapshot.of(before.location(), next, committed, now);
    }

    /**
     * A fail-over can take a save back that others have read. Whoever is saved then must not get that one's version, or
     * what was computed from the one could be saved on top of the other.
     */
    private SessionVersion following(SessionLocation location, SessionVersion version) {
        long skipped = mayLose(location) ? randomSource.number() >>> SKIPPED_SHIFT : 0;
        return new SessionVersion(version.incarnation(), version.counter() + skipped).next();
    }

    private SessionStore storeOf(SessionLocation location) {
        return location.own().orElse(store);
    }

    private <T> T call(SessionLocation location, Deadline deadline, Supplier<T> work) {
        if (deadline.hasPassed()) {
            throw new StoreException("the time for session work of this request is spent (peruser.deadline)");
        }
        return bulkhead.within(location.key(), () -> translated(location, deadline, work));
    }

    /** A record is to be had without the store; but what is noted in it goes by the same clock. */
    private void keepUpClock(SessionLocation location, Deadline deadline) {
        if (location.own().isEmpty()) {
            clock.keepUp(deadline);
        } else {
            clock.keepUpIfPossible(deadline.half());
        }
    }

    private <T> T translated(SessionLocation location, Deadline deadline, Supplier<T> work) {
        try {
            keepUpClock(location, deadline);
            return work.get();
        } catch (PerUserException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new RefusedException(
                    "the " + location.keeper().description() + " failed with a "
                            + e.getClass().getName(),
                    e);
        }
    }
}
