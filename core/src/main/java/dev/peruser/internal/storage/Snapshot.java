package dev.peruser.internal.storage;

import dev.peruser.SessionDataException;
import dev.peruser.internal.codec.Header;
import dev.peruser.internal.codec.HeaderCodec;
import dev.peruser.internal.codec.JsonCodec;
import dev.peruser.internal.record.MergeRecord;
import dev.peruser.internal.record.Undecided;
import dev.peruser.store.SessionKey;
import dev.peruser.store.StoredSession;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A session as it was found. Immutable.
 *
 * @param stored what was stored, possibly expired, a marker or a tombstone; null if nothing
 * @param header its header; a fresh one if nothing was stored
 * @param isLive whether there is a session: stored and not expired, moved or erased
 */
public record Snapshot(SessionLocation location, @Nullable StoredSession stored, Header header, boolean isLive) {

    public static Snapshot of(SessionLocation location, @Nullable StoredSession stored, Instant now) {
        if (stored == null) {
            byte @Nullable [] owner = location.ownerHash();
            return new Snapshot(location, null, Header.fresh(now, owner == null ? new byte[0] : owner), false);
        }
        Header header = HeaderCodec.decode(stored.header());
        location.requireOwner(header);
        return of(location, stored, header, now);
    }

    /** Of what is to be stored, whose header is known. */
    static Snapshot of(SessionLocation location, StoredSession stored, Header header, Instant now) {
        boolean isLive = !stored.isExpiredAt(now)
                && (header.state() == Header.State.ACTIVE || header.state() == Header.State.CLAIMED);
        return new Snapshot(location, stored, header, isLive);
    }

    /** Whether it is there to be read and written. */
    public boolean isActive() {
        return isLive && header.isActive();
    }

    /** Whether it is active and nothing is on its way into it. */
    boolean isSettled() {
        return isActive() && header.pending().isEmpty() && !attributes().containsKey(Undecided.ATTRIBUTE);
    }

    /** Whether another session has claimed it and not yet absorbed it. */
    public boolean isClaimed() {
        return isLive && header.state() == Header.State.CLAIMED;
    }

    /** Whether a session has claimed it and not released it, also if it has expired since. */
    public boolean isClaimedBy(SessionKey key) {
        return stored != null && header.state() == Header.State.CLAIMED && target().isOf(key);
    }

    /** Whether a session has claimed it, or has absorbed it and the record of that is still here. */
    public boolean isKeptFor(SessionKey key) {
        return isClaimedBy(key)
                || (stored != null
                        && header.state() == Header.State.MOVED
                        && !stored.attributes().isEmpty()
                        && target().isOf(key));
    }

    /** Whether it was absorbed into another session a while ago. */
    public boolean isMovedAt(Instant now) {
        return stored != null && !stored.isExpiredAt(now) && header.state() == Header.State.MOVED;
    }

    /** Whether servers that keep sessions in another place have it. */
    public boolean isOfOtherServers() {
        return header.hasChangedPlace(location.key());
    }

    /** Whether it is the marker of an absorbed session, and what comes after it is that, too. */
    boolean isReplacedAsMarker(Header next) {
        return header.state() == Header.State.MOVED && next.state() == Header.State.MOVED;
    }

    /** When the session that was here was erased, as long as its tombstone is there. */
    public @Nullable Instant erasedAt(Instant now) {
        boolean isTombstone = stored != null && !stored.isExpiredAt(now) && header.state() == Header.State.ERASED;
        return isTombstone ? header.createdAt() : null;
    }

    /** Whether it stands where another was erased after an earlier snapshot was taken, which saw nothing of that. */
    public boolean isErasedSince(Snapshot earlier) {
        Instant erased = header.state() == Header.State.ERASED ? header.createdAt() : header.erasedAt();
        return erased != null
                && !(earlier.header.state() == Header.State.ERASED
                        && earlier.header.createdAt().equals(erased));
    }

    /** Whether both are of the same version, or both of nothing stored. */
    public boolean isVersionOf(Snapshot other) {
        return stored == null
                ? other.stored == null
                : other.stored != null && stored.version().equals(other.stored.version());
    }

    public Header.Target target() {
        Header.@Nullable Target target = header.target();
        if (target == null) {
            throw new SessionDataException("the stored session is damaged: it is claimed or moved, but not by whom");
        }
        return target;
    }

    /** This session, as the header of another names it. */
    public Header.Target asTarget() {
        return new Header.Target(location.key().text(), incarnation(), location.isInUserRecord());
    }

    /**
     * When what is stored expires.
     *
     * @throws IllegalStateException if nothing is
     */
    public Instant expiresAt() {
        if (stored == null) {
            throw new IllegalStateException("a session that was found or saved");
        }
        return stored.expiresAt();
    }

    public Map<String, byte[]> attributes() {
        return isLive && stored != null ? stored.attributes() : Map.of();
    }

    /** The same if it is of an incarnation. */
    public Optional<Snapshot> ofIncarnation(long incarnation) {
        return incarnation() == incarnation ? Optional.of(this) : Optional.empty();
    }

    /** All that is stored here, also of a marker, without the record of a merge. */
    public Map<String, byte[]> content() {
        return stored == null ? Map.of() : MergeRecord.without(stored.attributes());
    }

    /** What is recorded of the merge into whoever has claimed it, or has it now. */
    public Optional<MergeRecord> mergeRecord(JsonCodec codec) {
        return stored == null ? Optional.empty() : MergeRecord.of(stored.attributes(), codec);
    }

    /** Whether a commit was made; empty if that can no longer be told. */
    public Optional<Boolean> wasCommitted(Header.CommitId id, Instant firstSent) {
        return stored == null ? Optional.of(false) : header.wasCommitted(id, firstSent);
    }

    public long incarnation() {
        return stored == null ? 0 : stored.version().incarnation();
    }
}
