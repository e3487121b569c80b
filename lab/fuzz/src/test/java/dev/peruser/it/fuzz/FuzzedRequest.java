package dev.peruser.it.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.Attribute;
import dev.peruser.GuestToken;
import dev.peruser.MergeReport;
import dev.peruser.PerUser;
import dev.peruser.PerUserException;
import dev.peruser.SessionDataException;
import dev.peruser.UserId;
import dev.peruser.UserSession;
import dev.peruser.Visit;
import dev.peruser.Visitor;
import dev.peruser.internal.codec.Header;
import dev.peruser.internal.codec.HeaderCodec;
import dev.peruser.internal.codec.StoredAttribute;
import dev.peruser.internal.codec.UserKeys;
import dev.peruser.internal.record.MergeReports;
import dev.peruser.internal.storage.SessionLocation;
import dev.peruser.internal.values.Hashing;
import dev.peruser.store.Deadline;
import dev.peruser.store.ForwardingSessionStore;
import dev.peruser.store.InMemorySessionStore;
import dev.peruser.store.SessionChange;
import dev.peruser.store.SessionKey;
import dev.peruser.store.SessionStore;
import dev.peruser.store.SessionVersion;
import dev.peruser.store.StoredSession;
import dev.peruser.store.UserKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Whole requests on a store that holds what the fuzzer made: what is damaged fails alone. */
final class FuzzedRequest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant EXPIRY = NOW.plus(Duration.ofDays(60));
    private static final UserId ADA = UserId.of("ada");
    private static final byte[] FINE = StoredAttributeOf.json("\"fine\"");
    private static final Logger QUIET = Logger.getLogger("dev.peruser");
    private static final GivenStore STORE = new GivenStore();
    private static final PerUser ENGINE = PerUser.builder(STORE)
            .attributes(StoredFormFuzz.DECLARED)
            .clock(() -> NOW)
            .build();

    static {
        QUIET.setLevel(Level.OFF); // an absorb that fails is said with its trace, a million times
    }

    private FuzzedRequest() {}

    /** A store whose content is another one for each input. */
    private static final class GivenStore extends ForwardingSessionStore {
        private InMemorySessionStore content = new InMemorySessionStore();

        void hold(SessionKey key, byte[] header, Map<String, byte[]> attributes) {
            StoredSession session = new StoredSession(SessionVersion.first(7), EXPIRY, header, attributes);
            content.save(key, SessionChange.create(session), Deadline.after(Duration.ofMinutes(1)));
        }

        @Override
        public SessionStore wrapped() {
            return content;
        }
    }

    private static final class StoredAttributeOf {
        static byte[] json(String json) {
            return StoredAttribute.of(Hashing.utf8(json), null).bytes();
        }
    }

    /** Some attributes are damaged: the others work, and the damaged ones stay as they are. */
    static void onDamagedAttributes(Choices choices) {
        STORE.content = new InMemorySessionStore();
        Map<String, byte[]> attributes = damaged(choices);
        attributes.put("fine", FINE);
        UserKey key = UserKeys.of(ADA);
        STORE.hold(key, HeaderCodec.encode(Header.fresh(NOW, UserKeys.ownerHash(ADA))), attributes);
        List<String> unreadable = new ArrayList<>();
        ENGINE.withSession(ADA, session -> {
            attributes.keySet().forEach(name -> read(session, name, unreadable));
            StoredFormFuzz.DECLARED.forEach(attribute -> read(session, attribute));
            assertThat(session.get("fine")).contains("fine");
            session.put("added", "added");
            return true;
        });
        StoredSession after =
                STORE.load(key, Deadline.after(Duration.ofMinutes(1))).orElseThrow();
        assertThat(after.attributes()).containsKeys("fine", "added");
        unreadable.forEach(
                name -> assertThat(after.attributes().get(name)).as("kept").isEqualTo(attributes.get(name)));
        takesItsReport();
        absorbsADamagedGuest(choices);
        overwrites(unreadable);
    }

    private static Map<String, byte[]> damaged(Choices choices) {
        Map<String, byte[]> attributes = new LinkedHashMap<>();
        for (int i = 1 + choices.oneOf(3); i > 0; i--) {
            String name = switch (choices.oneOf(4)) {
                case 0 -> "plain" + i;
                case 1 -> MergeReports.ATTRIBUTE;
                case 2 -> "shared";
                default ->
                    StoredFormFuzz.DECLARED
                            .get(choices.oneOf(StoredFormFuzz.DECLARED.size()))
                            .name();
            };
            byte[] bytes = choices.bytes();
            if (choices.yes()) {
                bytes = StoredAttribute.of(bytes, null).bytes();
            }
            attributes.put(name, bytes);
        }
        return attributes;
    }

    private static void read(UserSession session, String name, List<String> unreadable) {
        if (name.startsWith(Attribute.RESERVED)) {
            return;
        }
        try {
            session.get(name);
        } catch (SessionDataException e) {
            assertThat(e.getMessage()).startsWith("attribute '" + name + "'");
            unreadable.add(name);
        }
    }

    private static void read(UserSession session, Attribute<?> attribute) {
        try {
            session.find(attribute);
        } catch (SessionDataException e) {
            assertThat(e.getMessage()).startsWith("attribute '" + attribute.name() + "'");
        }
    }

    private static void takesItsReport() {
        ENGINE.withSession(ADA, session -> {
            try {
                session.takeMergeReport().ifPresent(report -> report.entries().forEach(MergeReport.Entry::outcome));
            } catch (SessionDataException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
            return true;
        });
    }

    /**
     * A guest with damaged attributes signs in: the fine one is carried, and nothing hangs. Not the guest of the
     * damaged headers: what can't be carried there again and again has to wait.
     */
    private static void absorbsADamagedGuest(Choices choices) {
        GuestToken token = GuestToken.parse("B".repeat(42) + "A").orElseThrow();
        Map<String, byte[]> attributes = damaged(choices);
        attributes.put("carried", FINE);
        byte[] owner = SessionLocation.of(token.key()).ownerHash();
        STORE.hold(token.key(), HeaderCodec.encode(Header.fresh(NOW, owner)), attributes);
        Visit visit = ENGINE.visit(() -> Visitor.user(ADA), List.of(token));
        assertThat(visit.session().get("carried")).contains("fine");
        assertThat(visit.session().get("fine")).contains("fine");
        visit.observe();
        visit.commit();
        visit.responseCommitted();
        visit.end();
        takesItsReport();
    }

    private static void overwrites(List<String> unreadable) {
        ENGINE.withSession(ADA, session -> {
            unreadable.forEach(session::remove);
            return true;
        });
        ENGINE.withSession(ADA, session -> {
            unreadable.forEach(name -> assertThat(session.contains(name)).isFalse());
            return true;
        });
    }

    /** The header is damaged: it is opened, or refused with a clear error and left as it is. */
    static void onADamagedHeader(Choices choices) {
        byte[] tail = choices.rest();
        STORE.content = new InMemorySessionStore();
        UserKey key = UserKeys.of(ADA);
        STORE.hold(key, damagedHeader(UserKeys.ownerHash(ADA), tail), Map.of("fine", FINE));
        try {
            ENGINE.withSession(ADA, FuzzedRequest::readAndChange);
        } catch (PerUserException e) {
            assertThat(e.getMessage()).isNotBlank().doesNotContain("java.lang");
        }
        assertThat(STORE.load(key, Deadline.after(Duration.ofMinutes(1)))).isPresent();
        guestWithADamagedHeader(tail, Visitor.guest());
        guestWithADamagedHeader(tail, Visitor.user(UserId.of("grace")));
    }

    private static boolean readAndChange(UserSession session) {
        session.get("fine");
        session.put("added", 1);
        return true;
    }

    private static void guestWithADamagedHeader(byte[] tail, Visitor visitor) {
        GuestToken token = GuestToken.parse("A".repeat(43)).orElseThrow();
        STORE.content = new InMemorySessionStore();
        STORE.hold(token.key(), damagedHeader(SessionLocation.of(token.key()).ownerHash(), tail), Map.of("fine", FINE));
        Visit visit = ENGINE.visit(() -> visitor, List.of(token));
        try {
            readAndChange(visit.session());
            visit.observe();
            visit.commit();
        } catch (PerUserException e) {
            assertThat(e.getMessage()).isNotBlank().doesNotContain("java.lang");
        }
        visit.takeTokenChanges();
        visit.responseCommitted();
        visit.end();
    }

    private static byte[] damagedHeader(byte[] owner, byte[] tail) {
        byte[] whole = HeaderCodec.encode(Header.fresh(NOW, owner));
        byte[] header = Arrays.copyOf(whole, whole.length + tail.length);
        System.arraycopy(tail, 0, header, whole.length, tail.length);
        return header;
    }
}
