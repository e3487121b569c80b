package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.peruser.internal.codec.UserKeys;
import dev.peruser.internal.storage.Snapshot;
import dev.peruser.store.Deadline;
import dev.peruser.store.SessionChange;
import dev.peruser.store.StoredSession;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** All that is stored about one user, and nothing else. */
class ExportTest extends AbsorbFixture {
    private static final JsonMapper JSON = new JsonMapper();

    private JsonNode export(UserId user) {
        return JSON.readTree(racing.perUser.export(user).toJson());
    }

    @Test
    void export_hasAttributesAndTimes_andWritesNothing() {
        Attribute<String> code = TestEngine.expiring("code", Duration.ofHours(1));
        TestEngine declaring = new TestEngine(store, builder -> builder.attribute(code));
        declaring.browser().signIn("ada").request(session -> {
            session.put(code, "c");
            session.put("price", new BigDecimal("12.50"));
            session.put("nothing", null);
        });
        store.trace.clear();
        JsonNode session = export(ADA).get("session");
        assertThat(calls()).containsExactly("load u");
        assertThat(session.get("state").asString()).isEqualTo("active");
        assertThat(session.get("createdAt").asString()).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(session.get("expiresAt").asString()).isEqualTo("2027-01-01T00:00:00Z");
        assertThat(session.get("isExpired").asBoolean()).isFalse();
        assertThat(session.get("lastSavedAt").size()).isPositive();
        JsonNode attributes = session.get("attributes");
        assertThat(attributes.propertyNames()).containsExactlyInAnyOrder("cart", "code", "price", "nothing");
        assertThat(attributes.get("cart").get("value")).hasToString("[\"u\"]");
        assertThat(racing.perUser.export(ADA).toJson()).contains("\"price\":{\"value\":12.50}");
        assertThat(attributes.get("nothing").get("value").isNull()).isTrue();
        assertThat(attributes.get("code").get("expiresAt").asString()).isEqualTo("2026-01-01T01:00:00Z");
        assertThat(attributes.get("code").get("expirySetAt").asString()).isEqualTo("2026-01-01T00:00:00Z");
    }

    @Test
    void valueThatNoLongerFitsItsClass_isExportedAsItIsStored_andDamagedBytesAsBytes() {
        TestEngine typed = new TestEngine(store, builder -> builder.attribute(Attribute.of("cart", Integer.class)));
        StoredSession before = stored(UserKeys.of(ADA)).orElseThrow();
        Map<String, byte[]> damaged = new LinkedHashMap<>(before.attributes());
        damaged.put("damaged", new byte[] {9, 9});
        StoredSession after = new StoredSession(before.version().next(), before.expiresAt(), before.header(), damaged);
        shared.save(UserKeys.of(ADA), SessionChange.replace(before, after), Deadline.after(Duration.ofSeconds(1)));
        JsonNode attributes =
                JSON.readTree(typed.perUser.export(ADA).toJson()).get("session").get("attributes");
        assertThat(attributes.get("cart").get("value")).hasToString("[\"u\"]");
        assertThat(attributes.get("damaged").get("unreadable").asString()).isEqualTo("CQk=");
    }

    @Test
    void mergeReport_andAbsorbedSessions_areTold_withoutTokensKeysOrIds() {
        signIn(racing, "ada");
        SessionExport export = racing.perUser.export(ADA);
        JsonNode session = JSON.readTree(export.toJson()).get("session");
        assertThat(session.get("mergeReports")
                        .get(0)
                        .get("entries")
                        .get(0)
                        .get("attribute")
                        .asString())
                .isEqualTo("cart");
        assertThat(session.get("absorbed").get(0).get("isCopyLeft").asBoolean()).isFalse();
        assertThat(export.toJson())
                .doesNotContain(token.text())
                .doesNotContain(token.key().text())
                .doesNotContain("ada");
        assertThat(export).hasToString("SessionExport");
    }

    @Test
    void claimedGuest_belongsToTheUser_andIsExported() {
        signInKilledAt(CLAIMS, "ada");
        JsonNode pending = export(ADA).get("pending");
        assertThat(pending.get(0).get("state").asString()).isEqualTo("claimed");
        assertThat(pending.get(0).get("attributes").get("cart").get("value")).hasToString("[\"g\"]");
    }

    @Test
    void announcedGuest_isStillItsOwn_andNothingOfItIsExported() {
        signInKilledAt(ANNOUNCES, "ada");
        assertThat(export(ADA).get("pending")).hasToString("[{\"state\":\"announced\"}]");
    }

    @Test
    void copyThatAnInterruptedSignInLeft_isTold() {
        signInKilledAt(ABSORBS, "ada");
        assertThat(export(ADA)
                        .get("session")
                        .get("absorbed")
                        .get(0)
                        .get("isCopyLeft")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void guestClaimedByAnother_isNotExported() {
        signInKilledAt(ANNOUNCES, "ada");
        signInKilledAt(CLAIMS, "bob");
        assertThat(export(ADA).has("pending")).isFalse();
        assertThat(export(UserId.of("bob")).get("pending").get(0).get("state").asString())
                .isEqualTo("claimed");
    }

    @Test
    void expiredSession_isStillStored_andExported() {
        racing.passes(Duration.ofDays(400));
        JsonNode session = export(ADA).get("session");
        assertThat(session.get("isExpired").asBoolean()).isTrue();
        assertThat(session.get("attributes").get("cart").get("value")).hasToString("[\"u\"]");
    }

    @Test
    void nobody_orAnErasedUser_isAnEmptyExport() {
        assertThat(racing.perUser.export(UserId.of("nobody")).isEmpty()).isTrue();
        assertThat(racing.perUser.export(ADA).isEmpty()).isFalse();
        racing.perUser.erase(ADA);
        assertThat(racing.perUser.export(ADA).isEmpty()).isTrue();
        assertThat(export(ADA).get("session").get("attributes").isEmpty()).isTrue();
    }

    @Test
    void guest_hasNothingToExport() {
        assertThatIllegalArgumentException().isThrownBy(() -> racing.perUser.export(Visitor.guest()));
    }

    /** A record as an application keeps it. */
    private static final class Record implements UserRecord.Versioned {
        private Map<String, Object> data = new LinkedHashMap<>(Map.of("colour", "red"));
        private long version;

        @Override
        public Optional<Snapshot> loadSessionData(Deadline deadline) {
            return Optional.of(new Snapshot(data, version));
        }

        @Override
        public boolean storeSessionData(Map<String, Object> changed, long expected, Deadline deadline) {
            boolean isCurrent = expected == version;
            data = isCurrent ? changed : data;
            version += isCurrent ? 1 : 0;
            return isCurrent;
        }
    }

    @Test
    void dataWithinTheUsersOwnRecord_isExportedFromThere_andErasedThere() {
        Record record = new Record();
        Visitor ada = Visitor.user(ADA, record);
        JsonNode adopted = JSON.readTree(racing.perUser.export(ada).toJson());
        assertThat(adopted.get("keptIn").asString()).isEqualTo("user's own record");
        assertThat(adopted.get("session")
                        .get("attributes")
                        .get("colour")
                        .get("value")
                        .asString())
                .isEqualTo("red");
        assertThat(racing.perUser.erase(ada)).isTrue();
        assertThat(record.data).containsOnlyKeys("__peruser");
        assertThat(record.data.toString()).doesNotContain("red");
        assertThat(racing.perUser.export(ada).isEmpty()).isTrue();
    }

    @Test
    void accountInARecord_thatAnotherClaimed_isErasedWithThatOne() {
        Record record = new Record();
        UserRecords finder = user -> user.equals(OLD) ? Optional.of(record) : Optional.empty();
        // 0 loads the account, 1 announces, 2 absorbs; the record is not in the store
        FaultyStore doomed = new FaultyStore(shared).crashAt(2, false);
        TestEngine killed = new TestEngine(doomed, builder -> builder.userRecords(finder));
        assertThatExceptionOfType(FaultyStore.Crash.class).isThrownBy(() -> killed.perUser.absorb(OLD, ADA));
        assertThat(record.data).containsEntry("colour", "red");
        TestEngine finding = new TestEngine(shared, builder -> builder.userRecords(finder));
        assertThat(finding.perUser.export(ADA).asMap().get("pending").toString())
                .contains("red");
        assertThat(finding.perUser.erase(ADA)).isTrue();
        assertThat(record.data).containsOnlyKeys("__peruser");
    }

    @Test
    void exportAsMap_isPlain() {
        assertThat(racing.perUser.export(ADA).asMap())
                .containsEntry("format", 1)
                .containsEntry("keptIn", "session store")
                .containsKey("exportedAt");
        assertThat(List.copyOf(racing.perUser.export(ADA).asMap().keySet()))
                .containsExactly("format", "exportedAt", "keptIn", "session");
    }
}
