package dev.peruser;

import static org.awaitility.Awaitility.await;

import dev.peruser.internal.codec.Header;
import dev.peruser.internal.codec.HeaderCodec;
import dev.peruser.store.Deadline;
import dev.peruser.store.InMemorySessionStore;
import dev.peruser.store.SessionChange;
import dev.peruser.store.SessionKey;
import dev.peruser.store.SessionStore;
import dev.peruser.store.SessionVersion;
import dev.peruser.store.StoredSession;
import dev.peruser.store.WriteResult;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * A store in memory, or one actor's way to a shared one, that counts and names its calls, lets a test do something
 * before one, and fails as the test says. For the core's own tests only, which the contract kit's can't serve: the kit
 * depends on the core.
 */
final class FaultyStore implements SessionStore {
    final InMemorySessionStore store;
    final List<String> trace = Collections.synchronizedList(new ArrayList<>());
    int calls;
    int loads;
    int saves;
    /** The call that fails, counted from the first one; -1: none. */
    private int crashAt = -1;
    /** Whether that call has its effect before it fails. */
    private boolean after;
    /** Whether all later calls fail, too, as if the process was killed. */
    private boolean stayDown = true;

    private final Map<Integer, Runnable> before = new ConcurrentHashMap<>();
    private Supplier<Fault> faults;
    private final Deque<Runnable> underWay = new ArrayDeque<>();
    private boolean arrivesAfterLoad;
    private Runnable beforeLoads = () -> {};
    private Runnable beforeSaves = () -> {};
    private Deadline deadlineOfCall = Deadline.after(Duration.ZERO);

    /** What becomes of a save. */
    enum Fault {
        NONE,
        /** Another request is saved first; the test does that when it is asked for the fault. */
        CONFLICT,
        /** A client library sends it twice and gives the second answer. */
        SENT_TWICE,
        FAILS_BEFORE_EFFECT,
        FAILS_AFTER_EFFECT,
        /** It is given up and takes effect later: before the next load, if there is one. */
        LATE_BEFORE_LOAD,
        /** It is given up and takes effect later: after the next load, before the next save. */
        LATE_AFTER_LOAD
    }

    static final class Crash extends StoreException {
        private static final long serialVersionUID = 1;

        Crash() {
            super("injected");
        }
    }

    FaultyStore() {
        this(new InMemorySessionStore());
    }

    FaultyStore(InMemorySessionStore store) {
        this(store, () -> Fault.NONE);
    }

    /** One whose saves meet what is given, save by save. */
    FaultyStore(Supplier<Fault> faults) {
        this(new InMemorySessionStore(), faults);
    }

    private FaultyStore(InMemorySessionStore store, Supplier<Fault> faults) {
        this.store = store;
        this.faults = faults;
    }

    /** The call of that number fails, before or after its effect, and so does everything after it. */
    FaultyStore crashAt(int call, boolean afterEffect) {
        crashAt = call;
        after = afterEffect;
        stayDown = true;
        return this;
    }

    /** Only the call of that number fails. */
    FaultyStore failAt(int call, boolean afterEffect) {
        crashAt(call, afterEffect).stayDown = false;
        return this;
    }

    /** So many more calls work; the next one fails, before or after its effect, and so does everything after it. */
    void crashAfter(int moreCalls, boolean afterEffect) {
        crashAt(calls + moreCalls, afterEffect);
    }

    /** So many more calls work; only the next one fails. */
    void failOnceAfter(int moreCalls, boolean afterEffect) {
        failAt(calls + moreCalls, afterEffect);
    }

    void recover() {
        crashAt = -1;
    }

    /** From now on each save is sent twice. */
    void sendTwice() {
        faults = () -> Fault.SENT_TWICE;
    }

    /** Runs once, before the call of that number, counted from the first one. */
    FaultyStore before(int call, Runnable work) {
        before.put(call, work);
        return this;
    }

    /** Runs before each load; what it throws, the load throws. */
    void beforeLoads(Runnable work) {
        beforeLoads = work;
    }

    /** Runs before each save; what it throws, the save throws. */
    void beforeSaves(Runnable work) {
        beforeSaves = work;
    }

    /** Runs once, before the next save is counted. */
    void beforeNextSave(Runnable work) {
        beforeSaves(() -> {
            beforeSaves(() -> {});
            work.run();
        });
    }

    /** For work before a call: the call under way takes until its deadline has passed, however long that is. */
    void letTheDeadlinePass() {
        await().until(deadlineOfCall::hasPassed);
    }

    /** What is stored, past all faults and uncounted. */
    Optional<StoredSession> stored(SessionKey key) {
        return store.load(key, Deadline.after(Duration.ofSeconds(1)));
    }

    Header header(SessionKey key) {
        return HeaderCodec.decode(stored(key).orElseThrow().header());
    }

    int loadsAndSaves() {
        return loads + saves;
    }

    void resetCounts() {
        loads = 0;
        saves = 0;
    }

    @Override
    public Optional<StoredSession> load(SessionKey key, Deadline deadline) {
        loads++;
        return call("load " + key.text().substring(0, 5), deadline, beforeLoads, () -> {
            if (!arrivesAfterLoad) {
                arrive();
            }
            Optional<StoredSession> found = store.load(key, deadline);
            arrive();
            return found;
        });
    }

    @Override
    public WriteResult save(SessionKey key, SessionChange change, Deadline deadline) {
        saves++;
        return call("save " + key.text().substring(0, 5), deadline, beforeSaves, () -> {
            Fault fault = faults.get();
            arrive();
            switch (fault) {
                case FAILS_BEFORE_EFFECT -> throw new Crash();
                case FAILS_AFTER_EFFECT -> {
                    store.save(key, change, deadline);
                    throw new Crash();
                }
                case LATE_BEFORE_LOAD, LATE_AFTER_LOAD -> {
                    arrivesAfterLoad = fault == Fault.LATE_AFTER_LOAD;
                    underWay.add(() -> store.save(key, change, deadline));
                    throw new Crash();
                }
                case SENT_TWICE -> {
                    store.save(key, change, deadline);
                    return store.save(key, change, deadline);
                }
                default -> {
                    return store.save(key, change, deadline);
                }
            }
        });
    }

    @Override
    public WriteResult delete(SessionKey key, SessionVersion expected, Deadline deadline) {
        return call("delete", deadline, () -> {}, () -> store.delete(key, expected, deadline));
    }

    private <T> T call(String what, Deadline deadline, Runnable first, Supplier<T> work) {
        deadlineOfCall = deadline;
        first.run();
        int call = count(what);
        Runnable hook = before.remove(call);
        if (hook != null) {
            hook.run();
        }
        boolean isDown = crashAt >= 0 && (call == crashAt || (stayDown && call > crashAt));
        if (isDown && !(call == crashAt && after)) {
            throw new Crash();
        }
        T result = work.get();
        if (isDown) {
            throw new Crash();
        }
        return result;
    }

    private synchronized int count(String what) {
        trace.add(what);
        return calls++;
    }

    private void arrive() {
        arrivesAfterLoad = false;
        while (!underWay.isEmpty()) {
            underWay.remove().run();
        }
    }
}
