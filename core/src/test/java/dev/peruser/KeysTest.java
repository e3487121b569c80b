package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.peruser.internal.codec.UserKeys;
import dev.peruser.internal.values.Hashing;
import dev.peruser.internal.values.RandomSource;
import dev.peruser.store.GuestKey;
import dev.peruser.store.SessionChange;
import dev.peruser.store.SessionKey;
import dev.peruser.store.SessionVersion;
import dev.peruser.store.StoredSession;
import dev.peruser.store.UserKey;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys, tokens and versions as they are written: stored sessions are found by them for years. */
class KeysTest {
    private static final String HEX = "0123456789abcdef".repeat(4);

    @Nested
    class OfUsers {
        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                ''     | az09._-  | u::az09._-
                google | ada      | u:google:ada
                ''     | Ada      | u::%41da
                a:b    | c        | u:a%3ab:c
                ''     | `{/:     | u::%60%7b%2f%3a
                ''     | é%       | u::%c3%a9%25
                """)
        void key_isTheEscapedId_andBack(String realm, String name, String key) {
            UserId user = new UserId(realm, name);
            assertThat(UserKeys.of(user).text()).isEqualTo(key);
            assertThat(UserKeys.decode(UserKeys.of(user))).contains(user);
        }

        @Test
        void longId_isHashed_fromOneCharacterMoreThan190On() {
            UserId longest = new UserId("r".repeat(89), "n".repeat(100));
            assertThat(UserKeys.of(longest).text()).startsWith("u:").hasSize(192);
            assertThat(UserKeys.decode(UserKeys.of(longest))).contains(longest);
            UserKey hashed = UserKeys.of(new UserId("r".repeat(90), "n".repeat(100)));
            assertThat(hashed.text()).startsWith("h:").hasSize(66);
            assertThat(UserKeys.decode(hashed)).isEmpty();
        }

        @Test
        void idWithoutAUtf8Form_isHashed_eachInAnotherWay() {
            UserKey inName = UserKeys.of(UserId.of("a\ud800"));
            UserKey inRealm = UserKeys.of(new UserId("\ud800", "a"));
            assertThat(inName.text()).startsWith("h:");
            assertThat(inRealm.text()).startsWith("h:").isNotEqualTo(inName.text());
        }

        @Test
        void ownerHash_isTheSameForEver_andTellsRealmAndNameApart() {
            assertThat(Hashing.hex(UserKeys.ownerHash(new UserId("google", "ada"))))
                    .isEqualTo(Hashing.hex(Hashing.sha256(
                            new byte[] {0, 0, 0, 6, 0, 'g', 0, 'o', 0, 'o', 0, 'g', 0, 'l', 0, 'e'},
                            new byte[] {0, 0, 0, 0, 1},
                            new byte[] {0, 0, 0, 3, 0, 'a', 0, 'd', 0, 'a'})));
            assertThat(UserKeys.ownerHash(new UserId("a", "bc")))
                    .isNotEqualTo(UserKeys.ownerHash(new UserId("ab", "c")));
        }
    }

    @Nested
    class Texts {
        @Test
        void eachKindIsParsedToItsOwnType() {
            assertThat(SessionKey.parse("g:" + HEX)).isEqualTo(new GuestKey("g:" + HEX));
            assertThat(SessionKey.parse("h:" + HEX)).isEqualTo(new UserKey("h:" + HEX));
            assertThat(SessionKey.parse("u:google:ada")).isEqualTo(new UserKey("u:google:ada"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "g:", "g:0", "u:", "u:Ada", "u:a b", "h:0", "x:ada", " u:a:b", "u:a:b\n"})
        void anythingElse_isRefused(String text) {
            assertThatIllegalArgumentException().isThrownBy(() -> SessionKey.parse(text));
            assertThatIllegalArgumentException().isThrownBy(() -> new GuestKey(text));
            assertThatIllegalArgumentException().isThrownBy(() -> new UserKey(text));
        }

        @Test
        void nothingIsSaidAloud() {
            assertThat(new GuestKey("g:" + HEX)).hasToString("GuestKey");
            assertThat(new UserKey("u::ada")).hasToString("UserKey");
        }
    }

    @Nested
    class Tokens {
        private final RandomSource random = RandomSource.ofSystem();
        private final GuestToken token = GuestToken.random(random::fill);
        private final UserKey ada = UserKeys.of(UserId.of("ada"));
        private final UserKey bob = UserKeys.of(UserId.of("bob"));

        @Test
        void text_isParsedToTheSameToken_withItsBinding() {
            assertThat(token.text()).hasSize(43);
            assertThat(GuestToken.parse(token.text()))
                    .contains(token)
                    .map(GuestToken::isBound)
                    .contains(false);
            GuestToken bound = token.boundTo(ada);
            assertThat(bound.text()).hasSize(66).startsWith(token.text() + ".");
            assertThat(GuestToken.parse(bound.text()))
                    .contains(bound)
                    .map(GuestToken::isBound)
                    .contains(true);
            assertThat(bound)
                    .isNotEqualTo(token)
                    .isNotEqualTo(token.boundTo(bob))
                    .hasSameHashCodeAs(token);
            assertThat(token).isNotEqualTo(GuestToken.random(random::fill)).hasToString("GuestToken");
            assertThat(token.text())
                    .isNotEqualTo(GuestToken.random(random::fill).text());
        }

        @Test
        void bitsBehindTheLastByte_areRefused() {
            assertThat(GuestToken.parse("A".repeat(43))).isPresent();
            assertThat(GuestToken.parse("A".repeat(42) + "B")).isEmpty();
            assertThat(GuestToken.parse(null)).isEmpty();
        }

        @Test
        void boundToken_isForItsUserOnly_aFreeOneForAnybody() {
            assertThat(token.isFor(ada)).isTrue();
            assertThat(token.boundTo(ada).isFor(ada)).isTrue();
            assertThat(token.boundTo(ada).isFor(bob)).isFalse();
            assertThat(token.boundTo(ada).key()).isEqualTo(token.key());
        }

        @Test
        void shortName_isTheBeginningOfTheKey() {
            assertThat(token.key().text()).startsWith("g:" + token.shortName());
            assertThat(token.shortName()).hasSize(8);
        }
    }

    @Nested
    class Versions {
        @Test
        void version_countsFromOne_inOneIncarnation() {
            assertThat(SessionVersion.first(7)).isEqualTo(new SessionVersion(7, 1));
            assertThat(SessionVersion.first(7).next()).isEqualTo(new SessionVersion(7, 2));
            assertThatIllegalArgumentException().isThrownBy(() -> new SessionVersion(0, 1));
            assertThatIllegalArgumentException().isThrownBy(() -> new SessionVersion(1, 0));
        }

        @Test
        void change_namesWhatIsExpected_whatChanged_andWhatWent() {
            byte[] same = {1};
            StoredSession before = stored(1, Map.of("same", same, "changed", new byte[] {2}, "gone", new byte[] {3}));
            StoredSession after = stored(2, Map.of("same", same, "changed", new byte[] {4}, "new", new byte[] {5}));
            SessionChange replaced = SessionChange.replace(before, after);
            assertThat(replaced.expected()).contains(before.version());
            assertThat(replaced.next()).isSameAs(after);
            assertThat(replaced.changedAttributes()).containsExactlyInAnyOrder("changed", "new");
            assertThat(replaced.removedAttributes()).containsExactly("gone");
            SessionChange created = SessionChange.create(after);
            assertThat(created.expected()).isEqualTo(Optional.empty());
            assertThat(created.changedAttributes()).containsExactlyInAnyOrder("same", "changed", "new");
            assertThat(created.removedAttributes()).isEmpty();
        }

        private static StoredSession stored(long counter, Map<String, byte[]> attributes) {
            return new StoredSession(new SessionVersion(7, counter), Instant.EPOCH, new byte[0], attributes);
        }
    }
}
