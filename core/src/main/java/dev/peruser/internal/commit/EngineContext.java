package dev.peruser.internal.commit;

import dev.peruser.Limits;
import dev.peruser.internal.codec.AttributeRegistry;
import dev.peruser.internal.codec.Header;
import dev.peruser.internal.codec.JsonCodec;
import dev.peruser.internal.codec.StoredAttribute;
import dev.peruser.internal.merge.MergeDeadlineException;
import dev.peruser.internal.merge.StateRebase;
import dev.peruser.internal.record.MergeRecord;
import dev.peruser.internal.record.MergeReports;
import dev.peruser.internal.session.LateChangeWatch;
import dev.peruser.internal.session.WorkingCopy;
import dev.peruser.internal.session.WorkingCopySession;
import dev.peruser.internal.storage.KeyLocks;
import dev.peruser.internal.storage.Log;
import dev.peruser.internal.storage.SessionLocations;
import dev.peruser.internal.storage.Snapshot;
import dev.peruser.internal.storage.Storage;
import dev.peruser.store.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the parts of the engine share. Immutable but for what its parts keep. */
public record EngineContext(
        Settings settings,
        AttributeRegistry registry,
        JsonCodec codec,
        Storage storage,
        KeyLocks locks,
        ReleasedSources releases,
        LateChangeWatch lateChanges,
        QuietListener listener) {

    public EngineContext(
            Settings settings,
            AttributeRegistry registry,
            JsonCodec codec,
            Storage storage,
            KeyLocks locks,
            QuietListener listener) {
        this(
                settings,
                registry,
                codec,
                storage,
                locks,
                new ReleasedSources(),
                new LateChangeWatch(() -> reportLateChange(listener)),
                listener);
    }

    /** The same with other limits. */
    public EngineContext withLimits(Limits limits) {
        return new EngineContext(
                settings.withLimits(limits), registry, codec, storage, locks, releases, lateChanges, listener);
    }

    /** Where sessions are kept. */
    public SessionLocations locations() {
        return storage.locations();
    }

    /** A value was changed in place when it could not be saved any more. */
    public void reportLateChange() {
        reportLateChange(listener);
    }

    private static void reportLateChange(QuietListener listener) {
        Log.error(
                "peruser.late-change: a session was changed in place after its response was committed, so the change is"
                        + " lost: change it before the response is committed, or outside of requests within PerUser.withSession");
        listener.changedTooLate();
    }

    /** A session on a working copy alone. */
    public WorkingCopySession session(WorkingCopy attributes, MergeReports.Finder reports) {
        return new WorkingCopySession(attributes, registry, codec, reports);
    }

    /** The report in the record of a merge. */
    public Optional<Map<String, @Nullable Object>> recordedReport(String source, long incarnation, Deadline deadline) {
        return storage.load(locations().ofKey(source), deadline)
                .ofIncarnation(incarnation)
                .filter(found -> found.isClaimed() || found.isMovedAt(storage.now()))
                .flatMap(found -> found.mergeRecord(codec))
                .map(MergeRecord::report);
    }

    /** Whether an attribute is declared by another version of the application, and not by this one. */
    public boolean isDeclaredElsewhere(String name, byte @Nullable [] stored) {
        return StoredAttribute.isDeclared(stored) && registry.find(name) == null;
    }

    /** What was changed between two states of a session, as it is done to a third. */
    public StateRebase stateRebase(Deadline deadline) {
        return new StateRebase(registry, codec, storage.now(), MergeDeadlineException.checkpoint(deadline));
    }

    /** A working copy that changes are merged into, until a deadline. */
    public WorkingCopy attributesToMerge(Map<String, byte[]> stored, Deadline deadline) {
        return attributes(stored).merging(MergeDeadlineException.checkpoint(deadline));
    }

    public WorkingCopy attributes(Map<String, byte[]> stored) {
        return new WorkingCopy(registry, codec, storage.now(), stored);
    }

    /** When a session is to expire after a save: as before, unless a share of its idle time has passed. */
    public Instant expiry(Snapshot before) {
        Duration idle = settings.lifetimes().idle(before.location().key());
        Instant fresh = storage.now().plus(idle);
        return before.isLive() && before.stored() != null && !isRefreshDue(before)
                ? before.stored().expiresAt()
                : fresh;
    }

    /** Whether so much of the idle time has passed that the expiry is worth a write. */
    public boolean isRefreshDue(Snapshot session) {
        if (!session.isActive() || session.stored() == null) {
            return false;
        }
        Duration idle = settings.lifetimes().idle(session.location().key());
        Duration left = Duration.between(storage.now(), session.stored().expiresAt());
        return left.toMillis() < idle.toMillis() * (1 - settings.lifetimes().refreshShare());
    }

    /** The header for a save on top of a snapshot: its own if it is there, else that of a new session. */
    public Header header(Snapshot before) {
        byte[] owner = before.location().ownerHash() != null
                ? before.location().ownerHash()
                : before.header().ownerHash();
        if (before.isLive()) {
            return releases.prune(before.header(), storage.now());
        }
        Header fresh = Header.fresh(storage.now(), owner).withErasedAt(before.erasedAt(storage.now()));
        Header left = before.header();
        // An erasure that was cut short left names in its tombstone: they are not forgotten.
        return left.state() == Header.State.ERASED
                ? fresh.withPending(left.pending()).withLedger(left.ledger())
                : fresh;
    }
}
