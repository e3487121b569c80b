package dev.peruser.store.tck;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peruser.StoreException;
import dev.peruser.store.Deadline;
import dev.peruser.store.EnumerableSessionStore;
import dev.peruser.store.KeyPage;
import dev.peruser.store.SessionChange;
import dev.peruser.store.SessionKey;
import dev.peruser.store.SessionStore;
import dev.peruser.store.SessionVersion;
import dev.peruser.store.StoredSession;
import dev.peruser.store.UserKey;
import dev.peruser.store.WrappingSessionStore;
import dev.peruser.store.WriteResult;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.assertj.core.api.AbstractStringAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Sessions for tests of a store beyond its contract, and short ways to store them and to look what is there. */
public final class SampleSessions {
    /** A user, whose name no message of a store may say. */
    public static final UserKey USER = new UserKey("u:realm:alice");

    /** Another user. */
    public static final UserKey OTHER = new UserKey("u:realm:bob");

    /** When these sessions expire. */
    public static final Instant FAR = Instant.parse("2100-01-01T00:00:00Z");

    private SampleSessions() {}

    /** For calls that end by themselves. */
    public static Deadline patience() {
        return Deadline.after(Duration.ofSeconds(60));
    }

    /** For calls that the deadline ends. */
    public static Deadline soon() {
        return Deadline.after(Duration.ofMillis(500));
    }

    /** A session with these attributes. */
    public static StoredSession session(SessionVersion version, Map<String, byte[]> attributes) {
        return new StoredSession(version, FAR, new byte[] {1, 2}, attributes);
    }

    /** A session with a text and an attribute of no bytes. */
    public static StoredSession session(SessionVersion version, String text) {
        return session(version, Map.of("text", text.getBytes(UTF_8), "other", new byte[0]));
    }

    /** The first version of an incarnation. */
    public static StoredSession session(long incarnation, String text) {
        return session(SessionVersion.first(incarnation), text);
    }

    /** The first version of one and the same incarnation. */
    public static StoredSession first(String text) {
        return session(1, text);
    }

    /** The same session with another expiry. */
    public static StoredSession expiring(StoredSession session, Instant time) {
        return new StoredSession(session.version(), time, session.header(), session.attributes());
    }

    /** The version after a session's, with another text. */
    public static StoredSession next(StoredSession session, String text) {
        return session(session.version().next(), text);
    }

    /** The creation of {@link #first}. */
    public static SessionChange creation(String text) {
        return SessionChange.create(first(text));
    }

    /** The text of a session that was made here. */
    public static String textOf(StoredSession session) {
        return new String(session.attributes().get("text"), UTF_8);
    }

    /** The session of {@link #USER}, which must be there. */
    public static StoredSession load(SessionStore store) {
        return store.load(USER, patience()).orElseThrow();
    }

    /** Creates a session of {@link #USER}. */
    public static WriteResult createIn(SessionStore store, StoredSession session) {
        return store.save(USER, SessionChange.create(session), patience());
    }

    /** Replaces a session of {@link #USER}. */
    public static WriteResult replaceIn(SessionStore store, StoredSession session, StoredSession next) {
        return store.save(USER, SessionChange.replace(session, next), patience());
    }

    /** Stores a session where none is. */
    public static void put(SessionStore store, SessionKey key, StoredSession session) {
        if (store.save(key, SessionChange.create(session), patience()) != WriteResult.APPLIED) {
            throw new AssertionError("was there already");
        }
    }

    /** Stores so many sessions under {@code u::0}, {@code u::1} and so on, each with a text of its own. */
    public static void fill(SessionStore store, int sessions) {
        for (int i = 0; i < sessions; i++) {
            put(store, SessionKey.parse("u::" + i), session(i + 1, "session " + i));
        }
    }

    /** All keys of a store that can list them. */
    public static Set<SessionKey> keys(SessionStore store) {
        EnumerableSessionStore enumerable = WrappingSessionStore.ability(store, EnumerableSessionStore.class)
                .orElseThrow();
        Set<SessionKey> keys = new LinkedHashSet<>();
        Optional<String> from = Optional.empty();
        do {
            KeyPage page = enumerable.keys(from, 500, patience());
            keys.addAll(page.keys());
            from = page.next();
        } while (from.isPresent());
        return keys;
    }

    /** All sessions of a store that can list them, by the texts of their keys. */
    public static Map<String, StoredSession> content(SessionStore store) {
        Map<String, StoredSession> content = new TreeMap<>();
        keys(store).forEach(key -> store.load(key, patience()).ifPresent(session -> content.put(key.text(), session)));
        return content;
    }

    /** The call fails as stores fail, and says all of that, but not whose session it is; gives what it says. */
    public static AbstractStringAssert<?> assertFails(ThrowingCallable call, String... says) {
        AbstractStringAssert<?> message = assertThatThrownBy(call)
                .isInstanceOf(StoreException.class)
                .message()
                .doesNotContain("alice");
        for (String part : says) {
            message.contains(part);
        }
        return message;
    }
}
