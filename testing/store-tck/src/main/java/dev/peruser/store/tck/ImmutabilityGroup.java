package dev.peruser.store.tck;

import static dev.peruser.store.WriteResult.APPLIED;
import static dev.peruser.store.tck.Samples.GUEST;
import static dev.peruser.store.tck.Samples.USER;
import static dev.peruser.store.tck.Samples.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peruser.store.EnumerableSessionStore;
import dev.peruser.store.SessionKey;
import dev.peruser.store.SessionVersion;
import dev.peruser.store.StoredSession;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestReporter;

abstract class ImmutabilityGroup {
    private final StoreUnderTest store;

    ImmutabilityGroup(StoreUnderTest store) {
        this.store = store;
    }

    @Test
    void save_keepsNoReferenceToTheCallersMap() {
        Map<String, byte[]> attributes = new HashMap<>(Map.of("text", bytes("text")));
        StoredSession session = Samples.withAttributes(SessionVersion.first(1), attributes);
        assertThat(store.create(USER, session)).isEqualTo(APPLIED);
        attributes.put("text", bytes("changed"));
        attributes.put("added", bytes("added"));
        assertThat(store.load(USER))
                .contains(Samples.withAttributes(SessionVersion.first(1), Map.of("text", bytes("text"))));
    }

    @Test
    void save_leavesTheBytesItWasGiven() {
        byte[] header = bytes("header");
        byte[] attribute = bytes("attribute");
        Instant expiresAt = Instant.parse("2100-01-01T00:00:00Z");
        StoredSession first = new StoredSession(SessionVersion.first(1), expiresAt, header, Map.of("a", attribute));
        StoredSession second = new StoredSession(first.version().next(), expiresAt, header, Map.of("a", attribute));
        store.create(USER, first);
        store.replace(USER, first, second);
        store.load(USER);
        store.delete(USER, second.version());
        assertThat(header).isEqualTo(bytes("header"));
        assertThat(attribute).isEqualTo(bytes("attribute"));
    }

    @Test
    void load_returnsWhatCannotBeModified() {
        store.create(USER, Samples.first(1, "text"));
        Map<String, byte[]> attributes = store.load(USER).orElseThrow().attributes();
        assertThatThrownBy(() -> attributes.put("added", bytes("added")))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(attributes::clear).isInstanceOf(UnsupportedOperationException.class);
    }

    /** A store that reads into a buffer must not read the next session into the same one. */
    @Test
    void load_leavesWhatItReturnedBefore() {
        StoredSession user = Samples.first(1, "of a user");
        StoredSession guest = Samples.first(2, "a visitor");
        store.create(USER, user);
        store.create(GUEST, guest);
        StoredSession loaded = store.load(USER).orElseThrow();
        store.load(GUEST);
        store.replace(USER, user, Samples.next(user, "text", "later"));
        assertThat(loaded).isEqualTo(Samples.first(1, "of a user"));
    }

    @TestFactory
    Stream<DynamicTest> keys_areASnapshot(TestReporter reporter) {
        Optional<EnumerableSessionStore> enumerable = Ability.of(store.get(), EnumerableSessionStore.class);
        return Ability.test(enumerable, "not an EnumerableSessionStore", reporter, present -> {
            store.create(USER, Samples.first(1, "text"));
            List<SessionKey> page = EnumerateGroup.all(present, 10);
            store.create(GUEST, Samples.first(2, "text"));
            store.delete(USER, SessionVersion.first(1));
            assertThat(page).containsExactly(USER);
        });
    }
}
