package dev.peruser.internal.visit;

import dev.peruser.Attribute;
import dev.peruser.GuestRecord;
import dev.peruser.internal.codec.Header;
import dev.peruser.internal.codec.HeaderCodec;
import dev.peruser.internal.codec.StoredAttribute;
import dev.peruser.internal.commit.EngineContext;
import dev.peruser.internal.storage.SessionLocation;
import dev.peruser.internal.values.Hashing;
import dev.peruser.store.Deadline;
import dev.peruser.store.GuestKey;
import dev.peruser.store.SessionChange;
import dev.peruser.store.SessionKey;
import dev.peruser.store.SessionStore;
import dev.peruser.store.SessionVersion;
import dev.peruser.store.StoredSession;
import dev.peruser.store.UserKey;
import dev.peruser.store.WriteResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A guest's own place as a store.
 *
 * <ol>
 *   <li>Declared attributes are there under their names as objects of their types, so that other code sees them and
 *       they are seen if other code put them there. All else, attributes that aren't declared among it, is in a text
 *       under {@code __peruser}.
 *   <li>Compare-and-set: callers hold the lock of the key in this process. A declared attribute that other code changed
 *       since it was last saved here makes another version. Processes are not kept apart.
 *   <li>What only other code has put is a session, too. Its key follows from the place's id, or from the session that
 *       was here before, so that two requests that have a copy of the place each find the same one.
 *   <li>A session that is claimed, or bound to a user, is taken out of sight: with all its attributes it moves into a
 *       text of its own. What is put under the declared names from then on is another session.
 * </ol>
 */
public final class GuestRecordStore implements SessionStore {
    private static final String CURRENT = Attribute.RESERVED;
    private static final String HELD = Attribute.RESERVED + ".";
    private static final long LOWER_HALF = 0xffff_ffffL;

    private final GuestRecord record;
    private final EngineContext engine;
    private final VisibleAttributes visible;
    private final GuestKey randomKey;

    GuestRecordStore(GuestRecord record, EngineContext engine) {
        this.record = record;
        this.engine = engine;
        this.visible = new VisibleAttributes(record, engine);
        this.randomKey = engine.storage().randomToken().key();
    }

    /** Where the guest's session is, or would be made. */
    SessionLocation location() {
        return SessionLocation.inRecord(currentKey(), this);
    }

    boolean isThere() {
        return record.id().isPresent();
    }

    /** Whether there is a session that only other code made, in a place that this request has used. */
    boolean isUnidentified() {
        return record.isInUse() && currentSession() == null && !visible.read().isEmpty();
    }

    /** Sessions that a user has claimed and not absorbed. */
    List<SessionLocation> claimed() {
        return held(form -> form.isIn(Header.State.CLAIMED));
    }

    /** All sessions that are to be absorbed by a user who is here now. */
    List<SessionLocation> toAbsorb(UserKey user) {
        List<SessionLocation> locations = held(form -> form.isIn(Header.State.CLAIMED)
                || (form.isIn(Header.State.ACTIVE) && user.text().equals(form.boundTo())));
        if (hasCurrent()) {
            locations.add(location());
        }
        return locations;
    }

    private boolean hasCurrent() {
        StoredSession session = currentSession();
        return !visible.read().isEmpty()
                || (session != null && !session.attributes().isEmpty());
    }

    private List<SessionLocation> held(Predicate<GuestRecordForm> wanted) {
        List<SessionLocation> locations = new ArrayList<>();
        for (String name : record.names()) {
            if (name.startsWith(HELD)) {
                GuestRecordForm form = form(name);
                if (form != null && wanted.test(form)) {
                    locations.add(SessionLocation.inRecord(form.key(), this));
                }
            }
        }
        return locations;
    }

    /** What could not be carried now is for this user alone, also if the next visitor here is another. */
    void bind(UserKey user) {
        if (hasCurrent()) {
            GuestKey key = currentKey();
            read(key).ifPresent(session -> hold(key, session, user.text()));
        }
    }

    @Override
    public Optional<StoredSession> load(SessionKey key, Deadline deadline) {
        return read((GuestKey) key);
    }

    @Override
    public WriteResult save(SessionKey key, SessionChange change, Deadline deadline) {
        GuestKey guest = (GuestKey) key;
        if (!read(guest).map(StoredSession::version).equals(change.expected())) {
            return WriteResult.STALE;
        }
        GuestRecordForm held = heldForm(guest);
        boolean isActive = HeaderCodec.decode(change.next().header()).isActive();
        if (held == null && isActive) {
            write(guest, change.next());
        } else {
            hold(guest, change.next(), held == null ? null : held.boundTo());
        }
        return WriteResult.APPLIED;
    }

    @Override
    public WriteResult delete(SessionKey key, SessionVersion expected, Deadline deadline) {
        if (!read((GuestKey) key).map(StoredSession::version).equals(Optional.of(expected))) {
            return WriteResult.STALE;
        }
        Optional<String> held = heldName((GuestKey) key);
        held.ifPresent(record::remove);
        if (held.isEmpty()) {
            visible.remove();
            record.put(CURRENT, text(GuestRecordForm.ofKey(following(currentKey()))));
        }
        return WriteResult.APPLIED;
    }

    // ---- reading

    private GuestKey currentKey() {
        GuestRecordForm form = form(CURRENT);
        return form != null ? form.key() : record.id().map(id -> key("id", id)).orElse(randomKey);
    }

    private @Nullable StoredSession currentSession() {
        GuestRecordForm form = form(CURRENT);
        return form == null ? null : form.session();
    }

    private static GuestKey following(GuestKey key) {
        return key("after", key.text());
    }

    private static GuestKey key(String what, String of) {
        return new GuestKey("g:" + Hashing.hex(Hashing.sha256(Hashing.utf8(what + " " + of))));
    }

    private @Nullable GuestRecordForm form(String name) {
        Object found = record.get(name);
        return found == null ? null : GuestRecordForm.parse(found, engine.codec());
    }

    private Optional<String> heldName(GuestKey key) {
        return record.names().stream()
                .filter(name -> name.startsWith(HELD + key.text()))
                .findFirst();
    }

    private @Nullable GuestRecordForm heldForm(GuestKey key) {
        return heldName(key).map(this::form).orElse(null);
    }

    /**
     * Another one for each request: Spring Session's database refuses two copies of a place that both add an attribute
     * of one name, and with that would fail the sign-in.
     */
    private String newHeldName(GuestKey key) {
        return HELD + key.text() + "."
                + engine.storage().randomToken().key().text().substring(2, 18);
    }

    private String text(GuestRecordForm form) {
        return form.text(engine.codec());
    }

    private Optional<StoredSession> read(GuestKey key) {
        GuestRecordForm held = heldForm(key);
        if (held != null) {
            return Optional.ofNullable(held.session());
        }
        Map<String, byte[]> present = visible.read();
        GuestRecordForm form = form(CURRENT);
        StoredSession session = form == null ? null : form.session();
        if (form == null || session == null) {
            return present.isEmpty() ? Optional.empty() : Optional.of(adopt(key, present));
        }
        Map<String, byte[]> attributes = new LinkedHashMap<>(session.attributes());
        present.forEach((name, json) -> {
            boolean isAsSaved = VisibleAttributes.contentOf(json) == form.seen().getOrDefault(name, 0L);
            attributes.put(
                    name,
                    StoredAttribute.of(json, isAsSaved ? form.expiries().get(name) : null, true)
                            .bytes());
        });
        Map<String, Long> contents = VisibleAttributes.contents(present);
        SessionVersion saved = session.version();
        SessionVersion version = contents.equals(form.seen())
                ? saved
                : new SessionVersion(saved.incarnation(), saved.counter() + 1 + (contents.hashCode() & LOWER_HALF));
        return Optional.of(new StoredSession(version, neverHere(), session.header(), attributes));
    }

    private StoredSession adopt(GuestKey key, Map<String, byte[]> present) {
        Map<String, byte[]> attributes = new LinkedHashMap<>();
        present.forEach((name, json) ->
                attributes.put(name, StoredAttribute.of(json, null, true).bytes()));
        long incarnation = VisibleAttributes.contentOf(Hashing.utf8(key.text()));
        return new StoredSession(
                new SessionVersion(
                        incarnation, 1 + (VisibleAttributes.contents(present).hashCode() & LOWER_HALF)),
                neverHere(),
                HeaderCodec.encode(Header.fresh(Instant.EPOCH, new byte[0])),
                attributes);
    }

    /** The place itself ends when it ends; nothing here postpones that. */
    private Instant neverHere() {
        return engine.storage()
                .now()
                .plus(engine.settings().lifetimes().guestIdle().multipliedBy(2));
    }

    // ---- writing

    private void write(GuestKey key, StoredSession next) {
        Map<String, byte[]> before = visible.read();
        Map<String, byte[]> inside = new LinkedHashMap<>();
        Map<String, StoredAttribute.Expiry> expiries = new LinkedHashMap<>();
        next.attributes().forEach((name, bytes) -> {
            Attribute<?> declared = engine.registry().find(name);
            if (declared == null || !visible.show(declared, bytes, before.get(name))) {
                inside.put(name, bytes);
                return;
            }
            StoredAttribute.@Nullable Expiry expiry =
                    StoredAttribute.parse(name, bytes).expiry();
            if (expiry != null) {
                expiries.put(name, expiry);
            }
        });
        before.keySet().stream()
                .filter(name -> !next.attributes().containsKey(name) || inside.containsKey(name))
                .forEach(record::remove);
        StoredSession rest = new StoredSession(next.version(), next.expiresAt(), next.header(), inside);
        record.put(
                CURRENT,
                text(new GuestRecordForm(key, rest, VisibleAttributes.contents(visible.read()), expiries, null)));
    }

    /** Takes a session out of sight; the next one here will be another. */
    private void hold(GuestKey key, StoredSession session, @Nullable String boundTo) {
        Optional<String> name = heldName(key);
        boolean isCurrent = name.isEmpty();
        record.put(name.orElseGet(() -> newHeldName(key)), text(GuestRecordForm.alone(key, session, boundTo)));
        if (isCurrent) {
            visible.remove();
            record.put(CURRENT, text(GuestRecordForm.ofKey(following(key))));
        }
        Instant now = engine.storage().now();
        for (String held : record.names()) {
            GuestRecordForm other = held.startsWith(HELD) ? form(held) : null;
            StoredSession marker = other == null ? null : other.session();
            if (other != null && marker != null && other.isIn(Header.State.MOVED) && marker.isExpiredAt(now)) {
                record.remove(held);
            }
        }
    }
}
