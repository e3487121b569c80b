package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.peruser.internal.codec.Header;
import dev.peruser.internal.codec.HeaderCodec;
import dev.peruser.internal.codec.StoredAttribute;
import dev.peruser.internal.commit.ReleasedSources;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the core keeps about a stored session, and its stored form: older and newer versions read it. */
class HeaderTest {
    private static final Instant NOW = Instant.ofEpochMilli(0x0102030405L);
    private static final Header.CommitId ID = new Header.CommitId(1, 9);
    private static final Header FRESH = Header.fresh(NOW, new byte[] {7, 8});

    private static Header full() {
        return FRESH.withState(Header.State.CLAIMED, new Header.Target("u::ada", 5, true))
                .committed(ID, NOW)
                .withAbsorbed(new Header.Absorbed(6, NOW.plusMillis(1), "g:6"))
                .withPending("g:1")
                .withPending("g:2")
                .withErasedAt(NOW.minusMillis(1));
    }

    @Test
    void storedForm_isTheSameForEver() {
        assertThat(HexFormat.of().formatHex(HeaderCodec.encode(FRESH)))
                .isEqualTo("01" + "010008" + "0000000102030405" + "020002" + "0708");
        assertThat(HexFormat.of().formatHex(HeaderCodec.encode(full())))
                .isEqualTo("01" + "010008" + "0000000102030405" + "020002" + "0708" + "030001" + "01"
                        + "040011" + "0006753a3a616461" + "0000000000000005" + "01"
                        + "050018" + "0000000000000001" + "0000000000000009" + "0000000102030405"
                        + "060010" + "0000000000000006" + "0000000102030406"
                        + "07000a" + "0003673a31" + "0003673a32"
                        + "080008" + "0000000102030404"
                        + "09000d" + "0000000000000006" + "0003673a36");
    }

    @Test
    void storedForm_isReadBack() {
        assertThat(HeaderCodec.decode(HeaderCodec.encode(full())))
                .usingRecursiveComparison()
                .isEqualTo(full());
        assertThat(HeaderCodec.decode(HeaderCodec.encode(FRESH)))
                .usingRecursiveComparison()
                .isEqualTo(FRESH);
    }

    @Test
    void ledgerOfAVersionThatKeptNoKeys_isReadWithoutThem_andKeysWithoutAnEntryAreLeftOut() {
        byte[] withKey = HeaderCodec.encode(full());
        int sources = 3 + 13;
        byte[] withoutKey = Arrays.copyOf(withKey, withKey.length - sources);
        assertThat(HeaderCodec.decode(withoutKey).ledger())
                .containsExactly(new Header.Absorbed(6, NOW.plusMillis(1), null));
        Header pruned = full().withLedger(List.of());
        byte[] keyAlone = Arrays.copyOf(HeaderCodec.encode(pruned), HeaderCodec.encode(pruned).length + sources);
        System.arraycopy(withKey, withKey.length - sources, keyAlone, keyAlone.length - sources, sources);
        assertThat(HeaderCodec.decode(keyAlone)).usingRecursiveComparison().isEqualTo(pruned);
    }

    @ParameterizedTest
    @EnumSource(Header.State.class)
    void eachState_isReadBack(Header.State state) {
        Header header = FRESH.withState(state, null);
        assertThat(HeaderCodec.decode(HeaderCodec.encode(header)).state()).isEqualTo(state);
        assertThat(header.isActive()).isEqualTo(state == Header.State.ACTIVE);
    }

    @Test
    void fieldOfANewerVersion_isKept() {
        byte[] stored = HeaderCodec.encode(FRESH);
        byte[] newer = Arrays.copyOf(stored, stored.length + 5);
        System.arraycopy(new byte[] {99, 0, 2, 4, 5}, 0, newer, stored.length, 5);
        Header read = HeaderCodec.decode(newer);
        assertThat(read.unknown()).hasSize(1);
        assertThat(HeaderCodec.encode(read)).isEqualTo(newer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "02",
                "0101",
                "010100080000",
                "0103000109",
                "01030000",
                "0107000100",
                "010700030005",
                "01040003000561",
                "01060001"
            })
    void damagedOrNewerForm_isRefused(String bytes) {
        assertThatExceptionOfType(SessionDataException.class)
                .isThrownBy(() -> HeaderCodec.decode(HexFormat.of().parseHex(bytes)));
    }

    @Test
    void fieldThatIsTooLong_isRefused_theLongestIsNot() {
        Header longest = Header.fresh(NOW, new byte[0xFFFF]);
        assertThat(HeaderCodec.decode(HeaderCodec.encode(longest)).ownerHash()).hasSize(0xFFFF);
        Header tooLong = Header.fresh(NOW, new byte[0x10000]);
        assertThatExceptionOfType(SessionDataException.class)
                .isThrownBy(() -> HeaderCodec.encode(tooLong))
                .withMessageContaining("too long");
    }

    @Test
    void commit_isFound_untilItsWriterMakesAnother() {
        Header header = FRESH.committed(ID, NOW);
        assertThat(header.wasCommitted(ID, NOW)).contains(true);
        assertThat(header.wasCommitted(new Header.CommitId(2, 9), NOW)).contains(false);
        Header next = header.committed(new Header.CommitId(1, 10), NOW);
        assertThat(next.commits()).hasSize(1);
        assertThat(next.wasCommitted(ID, NOW)).contains(false);
    }

    @Test
    void commits_areKeptForNinetySeconds() {
        Header header = committedBy(20);
        Header.CommitId other = new Header.CommitId(2, 1);
        assertThat(header.committed(other, NOW.plusSeconds(90).minusMillis(1)).commits())
                .hasSize(21);
        assertThat(header.committed(other, NOW.plusSeconds(91)).commits()).hasSizeLessThan(10);
    }

    /** Whoever forgets one may have a clock that is far ahead. */
    @Test
    void commitsOfTheLatestWriters_areKeptWhateverTheClockSays() {
        Header header = committedBy(20);
        Header later = header.committed(new Header.CommitId(2, 1), NOW.plus(Duration.ofDays(365)));
        for (int i = 12; i < 20; i++) {
            assertThat(later.wasCommitted(new Header.CommitId(100 + i, 1), NOW)).contains(true);
        }
        assertThat(later.commits()).hasSize(9);
    }

    @Test
    void commitOfALongDeadline_forgottenByAServerWhoseClockIsAhead_isMadeTwice() {
        Duration longestDeadline = Duration.ofMinutes(1);
        Duration clocks = Duration.ofSeconds(20);
        Header header = FRESH.committed(ID, NOW)
                .committed(new Header.CommitId(2, 1), NOW.plus(longestDeadline).plus(clocks));
        assertThat(header.wasCommitted(ID, NOW)).contains(true);
    }

    /** Commits of so many writers, a millisecond apart. */
    private static Header committedBy(int writers) {
        Header header = FRESH;
        for (int i = 0; i < writers; i++) {
            header = header.committed(new Header.CommitId(100 + i, 1), NOW.plusMillis(i));
        }
        return header;
    }

    @Test
    void writersBeyond64_forceTheOldestOut() {
        Header header = committedBy(65);
        assertThat(header.commits()).hasSize(64);
        assertThat(header.commits().get(0).id().writer()).isEqualTo(101);
        assertThat(header.commits().get(63).id().writer()).isEqualTo(164);
    }

    @Test
    void commitThatMayHaveBeenForcedOut_isUnknown() {
        Duration clocks = Duration.ofSeconds(20);
        assertThat(committedBy(64).wasCommitted(ID, NOW)).isEmpty();
        assertThat(committedBy(63).wasCommitted(ID, NOW)).contains(false);
        // Its writer's latest is there, so nothing of it was forced out.
        assertThat(committedBy(64).wasCommitted(new Header.CommitId(100, 7), NOW))
                .contains(false);
        // Sent after the oldest that is kept, by whatever clock.
        assertThat(committedBy(64).wasCommitted(ID, NOW.plus(clocks).minusMillis(1)))
                .isEmpty();
        assertThat(committedBy(64).wasCommitted(ID, NOW.plus(clocks))).contains(false);
    }

    @Test
    void pendingKeys_areListedOnce_andTakenOff() {
        Header header = FRESH.withPending("g:1").withPending("g:2");
        assertThat(header.withPending("g:1").pending()).containsExactly("g:1", "g:2");
        assertThat(header.withoutPending("g:1").pending()).containsExactly("g:2");
    }

    @Test
    void ledger_hasWhatWasAbsorbed() {
        Header header = FRESH.withAbsorbed(new Header.Absorbed(6, NOW, null));
        assertThat(header.hasAbsorbed(6)).isTrue();
        assertThat(header.hasAbsorbed(7)).isFalse();
    }

    @Test
    void ledgerEntry_goesWhenItsReleaseIsAcknowledged_orItsTimeIsOver() {
        Header header = FRESH.withLedger(List.of(
                new Header.Absorbed(1, NOW.plusMillis(1), null),
                new Header.Absorbed(2, NOW, null),
                new Header.Absorbed(3, NOW.plusSeconds(9), null)));
        ReleasedSources releases = new ReleasedSources();
        assertThat(incarnations(releases.prune(header, NOW))).containsExactly(1L, 3L);
        releases.acknowledge(3, Instant.EPOCH);
        assertThat(incarnations(releases.prune(header, NOW))).containsExactly(1L);
        Header kept = FRESH.withLedger(List.of(new Header.Absorbed(1, NOW.plusMillis(1), null)));
        assertThat(releases.prune(kept, NOW)).isSameAs(kept);
    }

    @Test
    void releases_areForgotten_theOldestFirst_beyondTenThousand() {
        ReleasedSources releases = new ReleasedSources();
        for (long incarnation = 1; incarnation <= 10_001; incarnation++) {
            releases.acknowledge(incarnation, Instant.EPOCH);
        }
        Header header = FRESH.withLedger(List.of(
                new Header.Absorbed(1, NOW.plusMillis(1), null), new Header.Absorbed(2, NOW.plusMillis(1), null)));
        assertThat(incarnations(releases.prune(header, NOW))).containsExactly(1L);
    }

    private static List<Long> incarnations(Header header) {
        List<Long> incarnations = new ArrayList<>();
        header.ledger().forEach(entry -> incarnations.add(entry.incarnation()));
        return incarnations;
    }

    @Test
    void attributesStoredForm_isTheSameForEver() {
        StoredAttribute plain = StoredAttribute.of(new byte[] {'1'}, null);
        StoredAttribute expiring =
                StoredAttribute.of(new byte[] {'1'}, new StoredAttribute.Expiry(NOW.plusMillis(1), NOW));
        assertThat(HexFormat.of().formatHex(plain.bytes())).isEqualTo("0031");
        assertThat(HexFormat.of().formatHex(expiring.bytes()))
                .isEqualTo("01" + "0000000102030406" + "0000000102030405" + "31");
        assertThat(StoredAttribute.parse("a", expiring.bytes()).expiry()).isEqualTo(expiring.expiry());
        assertThat(StoredAttribute.parse("a", expiring.bytes()).json()).isEqualTo(new byte[] {'1'});
        assertThat(StoredAttribute.parse("a", plain.bytes()).json()).isEqualTo(new byte[] {'1'});
    }

    @Test
    void attribute_expiresAtItsTime_notBefore() {
        StoredAttribute expiring =
                StoredAttribute.of(new byte[] {'1'}, new StoredAttribute.Expiry(NOW.plusMillis(1), NOW));
        assertThat(expiring.isExpiredAt(NOW)).isFalse();
        assertThat(expiring.isExpiredAt(NOW.plusMillis(1))).isTrue();
        assertThat(StoredAttribute.isExpired(expiring.bytes(), NOW)).isFalse();
        assertThat(StoredAttribute.isExpired(expiring.bytes(), NOW.plusMillis(1)))
                .isTrue();
        assertThat(StoredAttribute.isExpired(new byte[] {0, '1'}, NOW)).isFalse();
        assertThat(StoredAttribute.isExpired(new byte[17], NOW)).isFalse();
        assertThat(StoredAttribute.isExpired(new byte[] {1}, NOW)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0431", "01", "01000000010203040600000001020304"})
    void damagedAttribute_isRefused_unlessItIsOverwritten(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        assertThatExceptionOfType(SessionDataException.class).isThrownBy(() -> StoredAttribute.parse("a", bytes));
        assertThatExceptionOfType(SessionDataException.class)
                .isThrownBy(() -> StoredAttribute.parseUnlessPut("a", bytes, false));
        assertThat(StoredAttribute.parseUnlessPut("a", bytes, true)).isNull();
    }

    @Test
    void ofTwoExpiries_theOneSetLaterHolds() {
        StoredAttribute.Expiry earlier = new StoredAttribute.Expiry(NOW.plusSeconds(60), NOW);
        StoredAttribute.Expiry later = new StoredAttribute.Expiry(NOW.plusSeconds(9), NOW.plusSeconds(1));
        assertThat(StoredAttribute.Expiry.later(earlier, later)).isSameAs(later);
        assertThat(StoredAttribute.Expiry.later(later, earlier)).isSameAs(later);
        assertThat(StoredAttribute.Expiry.later(null, earlier)).isSameAs(earlier);
        assertThat(StoredAttribute.Expiry.later(earlier, null)).isSameAs(earlier);
        StoredAttribute.Expiry atTheSameTime = new StoredAttribute.Expiry(NOW.plusSeconds(1), NOW);
        assertThat(StoredAttribute.Expiry.later(earlier, atTheSameTime)).isSameAs(atTheSameTime);
    }
}
