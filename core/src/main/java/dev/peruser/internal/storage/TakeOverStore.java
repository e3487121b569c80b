package dev.peruser.internal.storage;

import dev.peruser.Attribute;
import dev.peruser.ConflictException;
import dev.peruser.PerUser;
import dev.peruser.internal.codec.Header;
import dev.peruser.internal.codec.HeaderCodec;
import dev.peruser.internal.codec.StoredAttribute;
import dev.peruser.internal.values.Hashing;
import dev.peruser.store.Deadline;
import dev.peruser.store.SessionChange;
import dev.peruser.store.SessionKey;
import dev.peruser.store.SessionStore;
import dev.peruser.store.SessionVersion;
import dev.peruser.store.StoredSession;
import dev.peruser.store.WriteResult;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where a user's session is kept now, with the place where it was kept before the application changed that: what is
 * only there is taken over as soon as it is looked for, once, whatever is killed in between.
 *
 * <ol>
 *   <li>In the former place, it becomes a marker "moved" that keeps it: servers that still use that place can no longer
 *       change it.
 *   <li>In the present place, it is created as it was, header and all.
 *   <li>The marker is emptied. It stays for an hour, as long as servers of both kinds may run beside each other.
 * </ol>
 *
 * <p>Whoever finds a marker with a session, and none in the other place, goes on from there. Servers of both kinds
 * never take from each other: who has a store and {@linkplain PerUser.Builder#formerUserRecords former records} takes
 * at any time, who has records only where the store's servers have taken nothing in the last hour.
 */
final class TakeOverStore implements SessionStore {
    private static final String MOVED = Attribute.RESERVED + ".moved";
    private static final Duration BESIDE_EACH_OTHER = Duration.ofHours(1);

    private final SessionStore present;
    private final SessionStore former;
    private final boolean isPresentARecord;
    private final byte[] ownerHash;
    private final Supplier<Instant> clock;

    /**
     * Creates it.
     *
     * @param ownerHash the hash of the user's id, empty if it is not known; a record may have that of a former name
     */
    TakeOverStore(
            SessionStore present,
            SessionStore former,
            boolean isPresentARecord,
            byte[] ownerHash,
            Supplier<Instant> clock) {
        this.present = present;
        this.former = former;
        this.isPresentARecord = isPresentARecord;
        this.ownerHash = ownerHash;
        this.clock = clock;
    }

    @Override
    public Optional<StoredSession> load(SessionKey key, Deadline deadline) {
        while (true) {
            @Nullable StoredSession here = present.load(key, deadline).orElse(null);
            if (here != null && !isReplaceable(key, here)) {
                return Optional.of(here);
            }
            @Nullable StoredSession there = former.load(key, deadline).orElse(null);
            Optional<StoredSession> taken;
            if (there != null && isSession(key, there)) {
                if (present instanceof UserRecordStore record && !record.isThere(deadline)) {
                    return Optional.empty(); // nothing can be created in it, so nothing is taken away
                }
                taken = takeOver(key, here, there, deadline);
            } else if (here != null && isSession(key, here)) {
                taken = restore(key, here, there, deadline);
            } else {
                return Optional.empty();
            }
            if (taken.isPresent()) {
                return taken;
            }
            if (deadline.hasPassed()) {
                throw new ConflictException("a session could not be moved to where it is kept now until the deadline"
                        + " (peruser.deadline); a later request will go on");
            }
        }
    }

    /** Whether it is a marker, and nobody's who may still be at it. */
    private boolean isReplaceable(SessionKey key, StoredSession here) {
        return isMarker(key, here)
                && (!isPresentARecord
                        || here.isExpiredAt(clock.get())
                        || (isFull(here)
                                && markedAt(here).plus(BESIDE_EACH_OTHER).isBefore(clock.get())));
    }

    private boolean isSession(SessionKey key, StoredSession found) {
        return !found.isExpiredAt(clock.get()) && (!isMarker(key, found) || isFull(found));
    }

    /** Empty: somebody else was at it. */
    private Optional<StoredSession> takeOver(
            SessionKey key, @Nullable StoredSession here, StoredSession there, Deadline deadline) {
        boolean isMarked = isMarker(key, there);
        StoredSession marker = isMarked ? there : marker(key, there);
        if (!isMarked && !replace(former, key, there, marker, deadline)) {
            return Optional.empty();
        }
        StoredSession session = content(marker, here);
        if (!replace(present, key, here, session, deadline)) {
            return Optional.empty();
        }
        var unused = replace(former, key, marker, emptied(key, marker), deadline); // else with whoever was faster
        return Optional.of(session);
    }

    /** The way there was begun and not ended. Whoever may be at it must not arrive any more. */
    private Optional<StoredSession> restore(
            SessionKey key, StoredSession here, @Nullable StoredSession there, Deadline deadline) {
        StoredSession barrier = emptied(key, there == null ? here : there);
        if (!replace(former, key, there, barrier, deadline)) {
            return Optional.empty();
        }
        StoredSession session = content(here, here);
        return replace(present, key, here, session, deadline) ? Optional.of(session) : Optional.empty();
    }

    private static boolean replace(
            SessionStore place, SessionKey key, @Nullable StoredSession before, StoredSession next, Deadline deadline) {
        SessionChange change = before == null ? SessionChange.create(next) : SessionChange.replace(before, next);
        return place.save(key, change, deadline) == WriteResult.APPLIED;
    }

    private static boolean isMarker(SessionKey key, StoredSession stored) {
        return HeaderCodec.decode(stored.header()).hasChangedPlace(key);
    }

    private static boolean isFull(StoredSession marker) {
        return marker.attributes().containsKey(MOVED);
    }

    /** Its header is kept as an attribute, so that each place can keep it. */
    private StoredSession marker(SessionKey key, StoredSession session) {
        Map<String, byte[]> attributes = new LinkedHashMap<>(session.attributes());
        String text =
                "\"" + clock.get().toEpochMilli() + " " + Base64.getEncoder().encodeToString(session.header()) + "\"";
        attributes.put(
                MOVED, StoredAttribute.of(Hashing.utf8(text), null, false).bytes());
        return new StoredSession(session.version().next(), session.expiresAt(), movedHeader(key, session), attributes);
    }

    /** When it was marked, and the header. */
    private static String[] noteOf(StoredSession marker) {
        byte[] json = StoredAttribute.parse(
                        MOVED, Objects.requireNonNull(marker.attributes().get(MOVED)))
                .json();
        return new String(json, 1, json.length - 2, StandardCharsets.UTF_8).split(" ", 2);
    }

    private static Instant markedAt(StoredSession marker) {
        return Instant.ofEpochMilli(Long.parseLong(noteOf(marker)[0]));
    }

    /** Of the incarnation that it was, so that whatever names it finds it. */
    private StoredSession content(StoredSession marker, @Nullable StoredSession replaced) {
        Map<String, byte[]> attributes = new LinkedHashMap<>(marker.attributes());
        attributes.remove(MOVED);
        long counter = Math.max(
                marker.version().counter(),
                replaced == null ? 0 : replaced.version().counter());
        return new StoredSession(
                new SessionVersion(marker.version().incarnation(), counter).next(),
                marker.expiresAt(),
                headerOf(Base64.getDecoder().decode(noteOf(marker)[1])),
                attributes);
    }

    private byte[] headerOf(byte[] noted) {
        return ownerHash.length == 0
                ? noted
                : HeaderCodec.encode(HeaderCodec.decode(noted).withOwnerHash(ownerHash));
    }

    private StoredSession emptied(SessionKey key, StoredSession found) {
        return new StoredSession(
                found.version().next(), clock.get().plus(BESIDE_EACH_OTHER), movedHeader(key, found), Map.of());
    }

    private byte[] movedHeader(SessionKey key, StoredSession session) {
        Header.Target target = new Header.Target(key.text(), session.version().incarnation(), isPresentARecord);
        return HeaderCodec.encode(HeaderCodec.decode(session.header()).withState(Header.State.MOVED, target));
    }

    /** An emptied marker is as good as nothing. */
    @Override
    public WriteResult save(SessionKey key, SessionChange change, Deadline deadline) {
        Optional<StoredSession> marker = change.expected().isPresent()
                ? Optional.empty()
                : present.load(key, deadline).filter(here -> isReplaceable(key, here) && !isSession(key, here));
        return present.save(
                key,
                marker.map(here -> SessionChange.replace(here, change.next())).orElse(change),
                deadline);
    }

    @Override
    public WriteResult delete(SessionKey key, SessionVersion expected, Deadline deadline) {
        return present.delete(key, expected, deadline);
    }

    @Override
    public boolean mayLoseWrites() {
        return present.mayLoseWrites();
    }
}
