package dev.peruser.internal.visit;

import dev.peruser.Attribute;
import dev.peruser.SessionDataException;
import dev.peruser.internal.codec.Header;
import dev.peruser.internal.codec.HeaderCodec;
import dev.peruser.internal.codec.JsonCodec;
import dev.peruser.internal.codec.StoredAttribute;
import dev.peruser.store.GuestKey;
import dev.peruser.store.SessionVersion;
import dev.peruser.store.StoredSession;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What PerUser itself keeps in a guest's own place, as one text, so that it survives whatever serialization the place
 * has.
 *
 * @param key the key of the session that is here, or that the next one will have
 * @param session the session with the attributes that are in this text, or null if only the key is known
 * @param seen what the declared attributes beside this text were when it was written: a number for each content
 * @param expiries when they expire
 * @param boundTo the text of the key of the only user who may have the session, or null
 */
public record GuestRecordForm(
        GuestKey key,
        @Nullable StoredSession session,
        Map<String, Long> seen,
        Map<String, StoredAttribute.Expiry> expiries,
        @Nullable String boundTo) {
    private static final String KEY = "key";
    private static final String INCARNATION = "incarnation";
    private static final String COUNTER = "counter";
    private static final String EXPIRES_AT = "expiresAt";
    private static final String HEADER = "header";
    private static final String ATTRIBUTES = "attributes";
    private static final String SEEN = "seen";
    private static final String EXPIRIES = "expiries";
    private static final String BOUND_TO = "boundTo";

    static GuestRecordForm ofKey(GuestKey key) {
        return new GuestRecordForm(key, null, Map.of(), Map.of(), null);
    }

    static GuestRecordForm alone(GuestKey key, StoredSession session, @Nullable String boundTo) {
        return new GuestRecordForm(key, session, Map.of(), Map.of(), boundTo);
    }

    boolean isIn(Header.State state) {
        return session != null && HeaderCodec.decode(session.header()).state() == state;
    }

    String text(JsonCodec codec) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put(KEY, key.text());
        if (session != null) {
            fields.put(INCARNATION, session.version().incarnation());
            fields.put(COUNTER, session.version().counter());
            fields.put(EXPIRES_AT, session.expiresAt().toEpochMilli());
            fields.put(HEADER, Base64.getEncoder().encodeToString(session.header()));
            Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
            session.attributes()
                    .forEach((name, bytes) ->
                            attributes.put(name, Base64.getEncoder().encodeToString(bytes)));
            fields.put(ATTRIBUTES, attributes);
            fields.put(SEEN, seen);
            Map<String, @Nullable Object> times = new LinkedHashMap<>();
            expiries.forEach((name, expiry) -> times.put(
                    name, List.of(expiry.at().toEpochMilli(), expiry.setAt().toEpochMilli())));
            fields.put(EXPIRIES, times);
        }
        if (boundTo != null) {
            fields.put(BOUND_TO, boundTo);
        }
        return new String(codec.encodePlain(fields), StandardCharsets.UTF_8);
    }

    /**
     * Reads a text.
     *
     * @throws SessionDataException if it is none of ours
     */
    static GuestRecordForm parse(Object found, JsonCodec codec) {
        try {
            Map<?, ?> fields = map(codec.decodePlain(((String) found).getBytes(StandardCharsets.UTF_8)));
            GuestKey key = new GuestKey(text(fields.get(KEY)));
            return fields.containsKey(HEADER) ? parse(key, fields) : ofKey(key);
        } catch (RuntimeException e) {
            throw new SessionDataException(
                    "what is in the guest's own place (the HttpSession) under a name that starts with "
                            + Attribute.RESERVED + " is damaged, or somebody else's; it is left as it is ("
                            + e.getClass().getSimpleName() + ")");
        }
    }

    private static GuestRecordForm parse(GuestKey key, Map<?, ?> fields) {
        Map<String, byte[]> attributes = new LinkedHashMap<>();
        map(fields.get(ATTRIBUTES)).forEach((name, bytes) -> attributes.put(text(name), bytes(bytes)));
        Map<String, Long> seen = new LinkedHashMap<>();
        map(fields.get(SEEN)).forEach((name, content) -> seen.put(text(name), number(content)));
        Map<String, StoredAttribute.Expiry> expiries = new LinkedHashMap<>();
        map(fields.get(EXPIRIES)).forEach((name, times) -> expiries.put(text(name), expiry(times)));
        StoredSession session = new StoredSession(
                new SessionVersion(number(fields.get(INCARNATION)), number(fields.get(COUNTER))),
                Instant.ofEpochMilli(number(fields.get(EXPIRES_AT))),
                bytes(fields.get(HEADER)),
                attributes);
        return new GuestRecordForm(key, session, seen, expiries, (String) fields.get(BOUND_TO));
    }

    private static Map<?, ?> map(@Nullable Object written) {
        return (Map<?, ?>) Objects.requireNonNull(written);
    }

    private static String text(@Nullable Object written) {
        return (String) Objects.requireNonNull(written);
    }

    private static byte[] bytes(@Nullable Object written) {
        return Base64.getDecoder().decode(text(written));
    }

    private static long number(@Nullable Object written) {
        return ((Number) Objects.requireNonNull(written)).longValue();
    }

    private static StoredAttribute.Expiry expiry(@Nullable Object written) {
        List<?> times = (List<?>) Objects.requireNonNull(written);
        return new StoredAttribute.Expiry(
                Instant.ofEpochMilli(number(times.get(0))), Instant.ofEpochMilli(number(times.get(1))));
    }
}
