package dev.peruser.store.tck;

import static dev.peruser.store.WriteResult.APPLIED;
import static dev.peruser.store.tck.Samples.first;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.store.SessionKey;
import dev.peruser.store.SessionVersion;
import dev.peruser.store.StoredSession;
import dev.peruser.store.UserKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

abstract class KeysGroup {
    private final StoreUnderTest store;

    KeysGroup(StoreUnderTest store) {
        this.store = store;
    }

    @Test
    void keys_ofGuestsAndUsersWithTheSameDigitsAreTwo() {
        String digits = "0123456789abcdef".repeat(4);
        assertSeparate(Stream.of("g:" + digits, "h:" + digits, "u:" + digits)
                .map(SessionKey::parse)
                .toList());
    }

    @Test
    void keys_ofTheGreatestLengthAreKeptWhole() {
        String long189 = "x".repeat(189);
        assertSeparate(userKeys("u:" + long189, "u:" + long189 + "0", "u:" + long189 + "1", "u:1" + long189));
    }

    /** Wildcards of SQL and of key patterns. */
    @Test
    void keys_withWildcardsMatchOnlyThemselves() {
        assertSeparate(
                userKeys("u:a_b", "u:a%b", "u:a-b", "u:a.b", "u:axb", "u:a%", "u:%", "u:_", "u:.", "u:ab", "u:a"));
    }

    @Test
    void keys_thatAreEqualAsNumbersAreTwo() {
        assertSeparate(userKeys("u:0", "u:00", "u:-0", "u:0.0", "u:1", "u:01", "u:1.0", "u:1e0"));
    }

    @Test
    void keys_thatAreCutOrJoinedDifferentlyAreTwo() {
        assertSeparate(userKeys("u:a", "u:a:", "u::a", "u:a:b", "u:ab", "u:a%3ab", "u:u:a", "u:%20", "u:20", "u:g:a"));
    }

    private static List<SessionKey> userKeys(String... texts) {
        return Stream.of(texts).<SessionKey>map(UserKey::new).toList();
    }

    private void assertSeparate(List<SessionKey> keys) {
        Map<SessionKey, StoredSession> expected = new LinkedHashMap<>();
        for (SessionKey key : keys) {
            assertThat(store.load(key)).as("before it was created").isEmpty();
            StoredSession session = first(expected.size() + 1L, "of " + key.text());
            assertThat(store.create(key, session)).as("create " + key.text()).isEqualTo(APPLIED);
            expected.put(key, session);
        }
        expected.forEach((key, session) -> assertThat(store.load(key)).contains(session));

        SessionKey deleted = keys.get(0);
        assertThat(store.delete(deleted, SessionVersion.first(1))).isEqualTo(APPLIED);
        expected.remove(deleted);
        assertThat(store.load(deleted)).isEmpty();
        expected.forEach((key, session) -> assertThat(store.load(key)).contains(session));
    }
}
