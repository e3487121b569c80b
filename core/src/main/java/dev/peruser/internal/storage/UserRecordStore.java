package dev.peruser.internal.storage;

import dev.peruser.Attribute;
import dev.peruser.SessionDataException;
import dev.peruser.UserRecord;
import dev.peruser.internal.codec.Header;
import dev.peruser.internal.codec.HeaderCodec;
import dev.peruser.internal.codec.JsonCodec;
import dev.peruser.internal.codec.StoredAttribute;
import dev.peruser.internal.values.Hashing;
import dev.peruser.store.Deadline;
import dev.peruser.store.SessionChange;
import dev.peruser.store.SessionKey;
import dev.peruser.store.SessionStore;
import dev.peruser.store.SessionVersion;
import dev.peruser.store.StoredSession;
import dev.peruser.store.WriteResult;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One user's record as a store. The data is a plain map: attributes under their names as the application would write
 * them, and under {@code __peruser} the version, the header and the expiries.
 *
 * <p>Compare-and-set: a versioned holder is asked to store on top of the version that was read together with the data;
 * an unversioned one is read again and written under a lock of this process.
 */
public final class UserRecordStore implements SessionStore {
    private static final String INCARNATION = "incarnation";
    private static final String COUNTER = "counter";
    private static final String EXPIRES_AT = "expiresAt";
    private static final String HEADER = "header";
    private static final String EXPIRIES = "expiries";
    private static final String DECLARED = "declared";

    private static final Instant NEVER = Instant.ofEpochMilli(Long.MAX_VALUE / 2);

    private final UserRecord record;
    private final byte[] ownerHash;
    private final JsonCodec codec;
    private final KeyLocks locks;
    /** A save on top of what was loaded needs no second look: if the record has changed since, its version tells. */
    private volatile @Nullable Known lastLoaded;

    UserRecordStore(UserRecord record, byte[] ownerHash, JsonCodec codec, KeyLocks locks) {
        this.record = record;
        this.ownerHash = ownerHash;
        this.codec = codec;
        this.locks = locks;
    }

    @Override
    public Optional<StoredSession> load(SessionKey key, Deadline deadline) {
        Optional<Read> read = read(deadline);
        lastLoaded = read.map(Read::known).orElse(null);
        return read.flatMap(Read::session);
    }

    @Override
    public WriteResult save(SessionKey key, SessionChange change, Deadline deadline) {
        return locks.locked(key, deadline, () -> replace(change.expected(), write(change.next()), deadline));
    }

    @Override
    public WriteResult delete(SessionKey key, SessionVersion expected, Deadline deadline) {
        return locks.locked(key, deadline, () -> replace(Optional.of(expected), new LinkedHashMap<>(), deadline));
    }

    /** Whether there is a record to keep something in. */
    boolean isThere(Deadline deadline) {
        return read(deadline).isPresent();
    }

    private WriteResult replace(
            Optional<SessionVersion> expected, Map<String, @Nullable Object> data, Deadline deadline) {
        @Nullable Known loaded = lastLoaded;
        lastLoaded = null;
        boolean isEnough = record instanceof UserRecord.Versioned
                && loaded != null
                && loaded.session().equals(expected);
        Known known = isEnough && loaded != null
                ? loaded
                : read(deadline).map(Read::known).orElseThrow(MissingRecordException::new);
        if (!known.session().equals(expected)) {
            return WriteResult.STALE;
        }
        if (record instanceof UserRecord.Versioned versioned) {
            return versioned.storeSessionData(data, known.version(), deadline)
                    ? WriteResult.APPLIED
                    : WriteResult.STALE;
        }
        ((UserRecord.Unversioned) record).storeSessionData(data, deadline);
        return WriteResult.APPLIED;
    }

    /** Which version of the session is in which version of the record. */
    private record Known(Optional<SessionVersion> session, long version) {}

    private record Read(Optional<StoredSession> session, long version) {
        Known known() {
            return new Known(session.map(StoredSession::version), version);
        }
    }

    /** Empty if the record itself isn't there. */
    private Optional<Read> read(Deadline deadline) {
        if (record instanceof UserRecord.Versioned versioned) {
            return versioned
                    .loadSessionData(deadline)
                    .map(snapshot -> new Read(parse(snapshot.data()), snapshot.version()));
        }
        return ((UserRecord.Unversioned) record).loadSessionData(deadline).map(data -> new Read(parse(data), 0));
    }

    private Map<String, @Nullable Object> write(StoredSession session) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        Map<String, @Nullable Object> expiries = new LinkedHashMap<>();
        List<@Nullable Object> declared = new ArrayList<>();
        session.attributes().forEach((name, bytes) -> {
            StoredAttribute attribute = StoredAttribute.parse(name, bytes);
            data.put(name, codec.decodePlain(attribute.json()));
            if (attribute.isDeclared()) {
                declared.add(name);
            }
            StoredAttribute.@Nullable Expiry expiry = attribute.expiry();
            if (expiry != null) {
                expiries.put(
                        name, List.of(expiry.at().toEpochMilli(), expiry.setAt().toEpochMilli()));
            }
        });
        Map<String, @Nullable Object> own = new LinkedHashMap<>();
        own.put(INCARNATION, session.version().incarnation());
        own.put(COUNTER, session.version().counter());
        own.put(EXPIRES_AT, session.expiresAt().toEpochMilli());
        own.put(HEADER, Base64.getEncoder().encodeToString(session.header()));
        own.put(EXPIRIES, expiries);
        if (!declared.isEmpty()) {
            own.put(DECLARED, declared);
        }
        data.put(Attribute.RESERVED, own);
        return data;
    }

    private Optional<StoredSession> parse(Map<String, @Nullable Object> data) {
        if (!(data.get(Attribute.RESERVED) instanceof Map<?, ?> own)) {
            return data.isEmpty() ? Optional.empty() : Optional.of(adopt(data));
        }
        if (!(own.get(INCARNATION) instanceof Number incarnation)
                || !(own.get(COUNTER) instanceof Number counter)
                || !(own.get(EXPIRES_AT) instanceof Number expiresAt)
                || !(own.get(HEADER) instanceof String header)) {
            throw new SessionDataException("the session data in the user's record is damaged: " + Attribute.RESERVED
                    + " is incomplete; it is left as it is");
        }
        Map<?, ?> expiries = own.get(EXPIRIES) instanceof Map<?, ?> map ? map : Map.of();
        Collection<?> declared = own.get(DECLARED) instanceof List<?> names ? names : List.of();
        Map<String, byte[]> attributes = attributes(data, expiries, declared);
        return Optional.of(new StoredSession(
                new SessionVersion(incarnation.longValue(), counter.longValue()),
                Instant.ofEpochMilli(expiresAt.longValue()),
                Base64.getDecoder().decode(header),
                attributes));
    }

    /**
     * Data that the application put into the record before PerUser did is a session too, of a version that its content
     * gives.
     */
    private StoredSession adopt(Map<String, @Nullable Object> data) {
        long content = ByteBuffer.wrap(Hashing.sha256(codec.encodePlain(data))).getLong();
        byte[] header = HeaderCodec.encode(Header.fresh(Instant.EPOCH, ownerHash));
        return new StoredSession(
                SessionVersion.first(content == 0 ? 1 : content), NEVER, header, attributes(data, Map.of(), List.of()));
    }

    private Map<String, byte[]> attributes(
            Map<String, @Nullable Object> data, Map<?, ?> expiries, Collection<?> declared) {
        Map<String, byte[]> attributes = new LinkedHashMap<>();
        data.forEach((name, value) -> {
            if (!name.equals(Attribute.RESERVED)) {
                byte[] json = codec.encode(name, null, value);
                attributes.put(
                        name,
                        StoredAttribute.of(json, expiry(expiries.get(name)), declared.contains(name))
                                .bytes());
            }
        });
        return attributes;
    }

    private static StoredAttribute.@Nullable Expiry expiry(@Nullable Object written) {
        return written instanceof List<?> times
                        && times.size() == 2
                        && times.get(0) instanceof Number at
                        && times.get(1) instanceof Number setAt
                ? new StoredAttribute.Expiry(
                        Instant.ofEpochMilli(at.longValue()), Instant.ofEpochMilli(setAt.longValue()))
                : null;
    }
}
