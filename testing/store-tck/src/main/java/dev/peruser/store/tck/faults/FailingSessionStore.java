package dev.peruser.store.tck.faults;

import dev.peruser.store.ClockedSessionStore;
import dev.peruser.store.Deadline;
import dev.peruser.store.EnumerableSessionStore;
import dev.peruser.store.ForwardingSessionStore;
import dev.peruser.store.InMemorySessionStore;
import dev.peruser.store.KeyPage;
import dev.peruser.store.PurgeableSessionStore;
import dev.peruser.store.SessionChange;
import dev.peruser.store.SessionKey;
import dev.peruser.store.SessionStore;
import dev.peruser.store.SessionVersion;
import dev.peruser.store.StoredSession;
import dev.peruser.store.WrappingSessionStore;
import dev.peruser.store.WriteResult;
import dev.peruser.store.tck.faults.StoreCall.Kind;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A store for tests that counts its calls, and fails, hangs, waits or loses answers when it is told to; in front of
 * another one, whose further abilities it keeps and troubles as well.
 *
 * <pre>{@code
 * FailingSessionStore store = FailingSessionStore.inMemory();
 * store.onSaves().after(2).once().loseAnswer();  // the third save has its effect, and is reported as failed
 * Hold hold = store.onLoads().hold();            // loads wait
 * hold.awaitCall();
 * hold.release();
 * store.recover();                               // all is well again
 * }</pre>
 *
 * <p>Safe for use by many threads if the other store is.
 */
public final class FailingSessionStore extends ForwardingSessionStore {
    private final SessionStore store;
    private final SessionStore abilities;
    private final Faults faults = new Faults();

    private FailingSessionStore(SessionStore store) {
        this.store = Objects.requireNonNull(store, "store");
        SessionStore listing = WrappingSessionStore.ability(store, EnumerableSessionStore.class)
                .<SessionStore>map(able -> new Listing(store, able, faults))
                .orElse(store);
        SessionStore purging = WrappingSessionStore.ability(store, PurgeableSessionStore.class)
                .<SessionStore>map(able -> new Purging(listing, able, faults))
                .orElse(listing);
        this.abilities = WrappingSessionStore.ability(store, ClockedSessionStore.class)
                .<SessionStore>map(able -> new Timing(purging, able, faults))
                .orElse(purging);
    }

    /** In front of another store. */
    public static FailingSessionStore of(SessionStore store) {
        return new FailingSessionStore(store);
    }

    /** In front of an empty store in memory. */
    public static FailingSessionStore inMemory() {
        return of(new InMemorySessionStore());
    }

    /** What is behind this store, abilities included, which are troubled as this store is. */
    @Override
    public SessionStore wrapped() {
        return abilities;
    }

    // ---- faults

    /** Something happens to calls of all kinds, but to {@linkplain #onTimes() one}. */
    public Fault onCalls() {
        return on(call -> true);
    }

    /** Something happens to loads. */
    public Fault onLoads() {
        return on(call -> call.kind() == Kind.LOAD);
    }

    /** Something happens to saves. */
    public Fault onSaves() {
        return on(call -> call.kind() == Kind.SAVE);
    }

    /** Something happens to saves and deletes. */
    public Fault onWrites() {
        return on(StoreCall::isWrite);
    }

    /** Something happens to questions for the time, which the engine asks when it sees fit. */
    public Fault onTimes() {
        return new Fault(faults, call -> call.kind() == Kind.TIME);
    }

    /** Something happens to those calls that the predicate holds for; never to {@linkplain #onTimes() one kind}. */
    public Fault on(Predicate<StoreCall> calls) {
        return new Fault(faults, call -> call.kind() != Kind.TIME && calls.test(call));
    }

    /** Ends all faults, and lets go the calls that wait. */
    public void recover() {
        faults.end();
    }

    // ---- counts

    /** How many loads, saves and deletes began since the counts were last forgotten. */
    public int calls() {
        return loads() + writes();
    }

    /** How many loads began. */
    public int loads() {
        return count(Kind.LOAD);
    }

    /** How many saves began. */
    public int saves() {
        return count(Kind.SAVE);
    }

    /** How many saves and deletes began. */
    public int writes() {
        return saves() + count(Kind.DELETE);
    }

    /** How many calls of a kind began. */
    public int count(Kind kind) {
        return faults.count(kind);
    }

    /** How many calls are under way now. */
    public int underWay() {
        return faults.underWay();
    }

    /** How many calls were under way at once, at most. */
    public int mostUnderWay() {
        return faults.mostUnderWay();
    }

    /** Begins to count anew. */
    public void forgetCounts() {
        faults.forgetCounts();
    }

    // ---- the store

    @Override
    public Optional<StoredSession> load(SessionKey key, Deadline deadline) {
        return faults.call(new StoreCall(Kind.LOAD, key, null, deadline), () -> store.load(key, deadline));
    }

    @Override
    public WriteResult save(SessionKey key, SessionChange change, Deadline deadline) {
        return faults.call(new StoreCall(Kind.SAVE, key, change, deadline), () -> store.save(key, change, deadline));
    }

    @Override
    public WriteResult delete(SessionKey key, SessionVersion expected, Deadline deadline) {
        return faults.call(
                new StoreCall(Kind.DELETE, key, null, deadline), () -> store.delete(key, expected, deadline));
    }

    private abstract static class Able<T> extends ForwardingSessionStore {
        private final SessionStore behind;
        final T able;
        final Faults faults;

        Able(SessionStore behind, T able, Faults faults) {
            this.behind = behind;
            this.able = able;
            this.faults = faults;
        }

        @Override
        public final SessionStore wrapped() {
            return behind;
        }
    }

    /** Lists keys as the store behind does, with faults. */
    private static final class Listing extends Able<EnumerableSessionStore> implements EnumerableSessionStore {
        Listing(SessionStore behind, EnumerableSessionStore able, Faults faults) {
            super(behind, able, faults);
        }

        @Override
        public KeyPage keys(Optional<String> from, int limit, Deadline deadline) {
            return faults.call(new StoreCall(Kind.LIST, null, null, deadline), () -> able.keys(from, limit, deadline));
        }
    }

    /** Tells the time as the store behind does, with faults. */
    private static final class Timing extends Able<ClockedSessionStore> implements ClockedSessionStore {
        Timing(SessionStore behind, ClockedSessionStore able, Faults faults) {
            super(behind, able, faults);
        }

        @Override
        public Instant time(Deadline deadline) {
            return faults.call(new StoreCall(Kind.TIME, null, null, deadline), () -> able.time(deadline));
        }
    }

    /** Removes what has expired as the store behind does, with faults. */
    private static final class Purging extends Able<PurgeableSessionStore> implements PurgeableSessionStore {
        Purging(SessionStore behind, PurgeableSessionStore able, Faults faults) {
            super(behind, able, faults);
        }

        @Override
        public int purgeExpired(Instant expiredBefore, int limit, Deadline deadline) {
            return faults.call(
                    new StoreCall(Kind.PURGE, null, null, deadline),
                    () -> able.purgeExpired(expiredBefore, limit, deadline));
        }
    }
}
