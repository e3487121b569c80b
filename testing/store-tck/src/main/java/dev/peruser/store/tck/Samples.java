package dev.peruser.store.tck;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.peruser.store.GuestKey;
import dev.peruser.store.SessionVersion;
import dev.peruser.store.StoredSession;
import dev.peruser.store.UserKey;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Keys and sessions to test with. */
final class Samples {
    static final GuestKey GUEST = guest(1);
    static final UserKey USER = new UserKey("u:realm:alice");

    /** Far away, and within what a database may hold in a timestamp. */
    private static final Instant LATER = Instant.parse("2099-09-09T09:09:09.999Z");

    private Samples() {}

    /** The guest key with that number. */
    static GuestKey guest(int number) {
        return new GuestKey("g:%064x".formatted(number));
    }

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    /** Every byte there is, twice, so that none is only at an end. */
    static byte[] everyByte() {
        byte[] bytes = new byte[512];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        return bytes;
    }

    /** A first version, with the given text in header and attribute. */
    static StoredSession first(long incarnation, String text) {
        return session(SessionVersion.first(incarnation), text);
    }

    static StoredSession session(SessionVersion version, String text) {
        return new StoredSession(version, LATER, bytes("header " + text), Map.of("text", bytes(text)));
    }

    static StoredSession withAttributes(SessionVersion version, Map<String, byte[]> attributes) {
        return new StoredSession(version, LATER, bytes("header"), attributes);
    }

    static StoredSession expiring(SessionVersion version, Instant expiresAt) {
        return new StoredSession(version, expiresAt, bytes("header"), Map.of("text", bytes("text")));
    }

    /** The same session, one version on, with an attribute set. */
    static StoredSession next(StoredSession session, String name, String text) {
        Map<String, byte[]> attributes = new LinkedHashMap<>(session.attributes());
        attributes.put(name, bytes(text));
        return new StoredSession(session.version().next(), session.expiresAt(), session.header(), attributes);
    }

    /** The same session, one version on, without an attribute. */
    static StoredSession nextWithout(StoredSession session, String name) {
        Map<String, byte[]> attributes = new LinkedHashMap<>(session.attributes());
        attributes.remove(name);
        return new StoredSession(session.version().next(), session.expiresAt(), session.header(), attributes);
    }
}
