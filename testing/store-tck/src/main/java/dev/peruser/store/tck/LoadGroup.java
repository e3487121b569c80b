package dev.peruser.store.tck;

import static dev.peruser.store.WriteResult.APPLIED;
import static dev.peruser.store.tck.Samples.GUEST;
import static dev.peruser.store.tck.Samples.USER;
import static dev.peruser.store.tck.Samples.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.store.SessionKey;
import dev.peruser.store.SessionVersion;
import dev.peruser.store.StoredSession;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

abstract class LoadGroup {
    private static final SessionVersion VERSION = SessionVersion.first(42);

    private final StoreUnderTest store;

    LoadGroup(StoreUnderTest store) {
        this.store = store;
    }

    @Test
    void load_findsNothingWhereNothingWasSaved() {
        assertThat(store.load(GUEST)).isEmpty();
        assertThat(store.load(USER)).isEmpty();
    }

    @Test
    void load_findsWhatWasSaved() {
        assertKept(GUEST, Samples.first(1, "guest"));
        assertKept(USER, Samples.first(2, "user"));
    }

    @Test
    void load_findsTheLatestOfManySaves() {
        StoredSession session = Samples.first(1, "first");
        assertKept(USER, session);
        for (int i = 0; i < 20; i++) {
            StoredSession next = Samples.next(session, "text", "save " + i);
            assertThat(store.replace(USER, session, next)).isEqualTo(APPLIED);
            session = next;
        }
        assertThat(store.load(USER)).contains(session);
    }

    @Test
    void load_keepsEveryByteOfHeaderAndAttributes() {
        byte[] every = Samples.everyByte();
        assertKept(USER, new StoredSession(VERSION, Instant.parse("2100-01-01T00:00:00Z"), every, Map.of("a", every)));
    }

    @Test
    void load_keepsASessionWithoutAttributesAndHeader() {
        assertKept(USER, new StoredSession(VERSION, Instant.parse("2100-01-01T00:00:00Z"), new byte[0], Map.of()));
    }

    @Test
    void load_keepsAnAttributeWithoutBytes() {
        assertKept(USER, Samples.withAttributes(VERSION, Map.of("empty", new byte[0], "full", bytes("x"))));
    }

    @Test
    void load_keepsAttributeNamesApartThatLookAlike() {
        List<String> names = List.of(
                "name",
                "Name",
                "NAME",
                "name ",
                " name",
                "name\u0000",
                "n\u00e4me",
                "na\u0308me",
                "n\u00c4me",
                "nam\u0435",
                "stra\u00dfe",
                "strasse",
                "\u0131",
                "i",
                "I",
                "\u0130",
                "0",
                "00",
                "0.0",
                "null",
                "true");
        assertKept(USER, Samples.withAttributes(VERSION, textsOf(names)));
    }

    @Test
    void load_keepsAttributeNamesOfEveryScript() {
        StringBuilder control = new StringBuilder();
        for (char c = 0; c < ' '; c++) {
            control.append(c);
        }
        List<String> names = List.of(
                "\u8cfc\u7269\u8eca",
                "\u0633\u0644\u0629",
                "\ud83d\uded2",
                "\ud83d\udc69\u200d\ud83d\udc67",
                "\udbff\udfff",
                "\u202eright to left",
                "\ufeffmark",
                "it's",
                "\"quoted\"",
                "back\\slash",
                "`; DROP TABLE x; --",
                "${name}",
                "#{name}",
                "%s%n",
                "a.b:c/d*e?f[g]",
                "__reserved",
                "version",
                "header",
                "expires",
                control.toString());
        assertKept(USER, Samples.withAttributes(VERSION, textsOf(names)));
    }

    @Test
    void load_keepsLongAttributeNames() {
        assertKept(
                USER,
                Samples.withAttributes(
                        VERSION, textsOf(List.of("n".repeat(250), "n".repeat(249), "\u00e4".repeat(250)))));
    }

    @Test
    void load_keepsAnAttributeOfOneMegabyte() {
        byte[] big = new byte[1024 * 1024];
        new SplittableRandom(1).nextBytes(big);
        assertKept(USER, Samples.withAttributes(VERSION, Map.of("big", big, "small", bytes("x"))));
    }

    @Test
    void load_keepsThreeMegabytesInAThousandAttributes() {
        Map<String, byte[]> attributes = new LinkedHashMap<>();
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; i < 1000; i++) {
            byte[] bytes = new byte[3 * 1024];
            random.nextBytes(bytes);
            attributes.put("attribute " + i, bytes);
        }
        assertKept(USER, Samples.withAttributes(VERSION, attributes));
    }

    @Test
    void load_keepsTheExpiryToTheMillisecond() {
        assertKept(USER, Samples.expiring(VERSION, Instant.parse("2100-12-31T23:59:59.001Z")));
        assertKept(GUEST, Samples.expiring(VERSION, Instant.parse("2199-02-28T12:34:56.789Z")));
    }

    /** Numbers that a double, or a script that counts in doubles, would round. */
    @Test
    void load_keepsEveryBitOfTheVersion() {
        assertKept(Samples.guest(1), Samples.session(new SessionVersion(Long.MIN_VALUE, Long.MAX_VALUE - 1), "a"));
        assertKept(Samples.guest(2), Samples.session(new SessionVersion(Long.MAX_VALUE, (1L << 53) + 1), "b"));
        assertKept(Samples.guest(3), Samples.session(new SessionVersion((1L << 53) + 1, 1), "c"));
        assertKept(Samples.guest(4), Samples.session(new SessionVersion(-1, 1), "d"));
    }

    private void assertKept(SessionKey key, StoredSession session) {
        assertThat(store.create(key, session)).isEqualTo(APPLIED);
        assertThat(store.load(key)).contains(session);
    }

    private static Map<String, byte[]> textsOf(List<String> names) {
        Map<String, byte[]> attributes = new LinkedHashMap<>();
        names.forEach(name -> attributes.put(name, bytes("value of " + name)));
        return attributes;
    }
}
