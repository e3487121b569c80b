package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.peruser.internal.codec.Header;
import dev.peruser.internal.codec.HeaderCodec;
import dev.peruser.internal.codec.StoredAttribute;
import dev.peruser.internal.codec.UserKeys;
import dev.peruser.internal.values.Hashing;
import dev.peruser.store.Deadline;
import dev.peruser.store.InMemorySessionStore;
import dev.peruser.store.SessionChange;
import dev.peruser.store.SessionVersion;
import dev.peruser.store.StoredSession;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.type.TypeReference;

/** Stored forms that nobody here wrote, and numbers at the ends of their ranges. */
@Timeout(20)
class StoredFormTest {
    private static final BigDecimal HUGE = new BigDecimal("1e999999999");

    private final InMemorySessionStore store = new InMemorySessionStore();

    record Profile(String name, String nick) {}

    record Measured(double size, String unit) {}

    /** A session of ada's in which one attribute has stored bytes that PerUser did not write. */
    private void holds(String name, byte[] bytes) {
        UserId ada = UserId.of("ada");
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        Map<String, byte[]> attributes = new LinkedHashMap<>();
        attributes.put(name, bytes);
        attributes.put("fine", json("1"));
        byte[] header = HeaderCodec.encode(Header.fresh(now, UserKeys.ownerHash(ada)));
        StoredSession session =
                new StoredSession(SessionVersion.first(5), now.plus(Duration.ofDays(9)), header, attributes);
        store.save(UserKeys.of(ada), SessionChange.create(session), Deadline.after(Duration.ofSeconds(9)));
    }

    private static byte[] json(String json) {
        return StoredAttribute.of(Hashing.utf8(json), null).bytes();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1 2", "1e99999999999", "12e2147483647", "[1e-2147483648]"})
    void damagedJson_isASessionDataException_ofThatAttributeAlone(String json) {
        holds("damaged", json(json));
        TestEngine engine = new TestEngine(store);
        TestEngine.Browser ada = engine.browser().signIn("ada");
        ada.request(session -> {
            assertThatExceptionOfType(SessionDataException.class).isThrownBy(() -> session.get("damaged"));
            session.put("fine", 2);
        });
        ada.request(session -> assertThat(session.get("fine")).contains(2));
    }

    @Test
    void decimalThatHasNoStoredForm_isRefused() {
        TestEngine engine = new TestEngine(store);
        engine.browser()
                .request(session -> assertThatExceptionOfType(SessionDataException.class)
                        .isThrownBy(() -> session.put("n", new BigDecimal("12e2147483647")))
                        .withMessageContaining("places"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e999", "\"NaN\"", "\"-Infinity\""})
    void numberThatIsNotFinite_isRefusedWhenRead_andTheOthersAreSaved(String number) {
        Attribute<Measured> measured = Attribute.of("measured", Measured.class);
        holds("measured", json("{\"size\":" + number + ",\"unit\":\"m\"}"));
        TestEngine engine = new TestEngine(store, builder -> builder.attribute(measured));
        TestEngine.Browser ada = engine.browser().signIn("ada");
        ada.request(session -> {
            assertThatExceptionOfType(SessionDataException.class).isThrownBy(() -> session.get(measured));
            session.put("fine", 2);
        });
        ada.request(session -> assertThat(session.get("fine")).contains(2));
    }

    @Test
    void valueDeeperThanALoweredLimit_canBeRead_andTheOthersAreSaved() {
        List<Object> deep = new ArrayList<>();
        for (int level = 1; level < 90; level++) {
            deep = new ArrayList<>(List.of(deep));
        }
        List<Object> value = deep;
        new TestEngine(store).browser().signIn("ada").request(session -> session.put("deep", value));
        TestEngine lowered = new TestEngine(
                store,
                builder -> builder.limits(Limits.DEFAULT
                        .withAttributeBytes(9_000)
                        .withSessionBytes(9_000)
                        .withAttributes(100)
                        .withDepth(50)));
        TestEngine.Browser ada = lowered.browser().signIn("ada");
        ada.request(session -> {
            assertThat(session.get("deep")).contains(value);
            session.put("other", 1);
        });
        ada.request(session -> assertThat(session.get("other")).contains(1));
        Visit visit = ada.begin();
        visit.session().list("deep").add("more");
        assertThatExceptionOfType(SessionDataException.class)
                .isThrownBy(visit::commit)
                .withMessageContaining("deep");
        ada.request(session -> {
            List<Object> list = session.list("deep");
            list.set(0, "shallow");
        });
        ada.request(session -> assertThat(session.get("deep")).contains(List.of("shallow")));
    }

    @Test
    void fieldThatWasNull_andThatAnotherRequestSet_staysSet() {
        Attribute<Profile> profile = Attribute.of("profile", Profile.class);
        TestEngine engine = new TestEngine(store, builder -> builder.attribute(profile));
        TestEngine.Browser phone = engine.browser().signIn("ada");
        TestEngine.Browser laptop = engine.browser().signIn("ada");
        phone.request(session -> session.put(profile, new Profile("Ada", null)));
        Visit visit = phone.begin();
        visit.session()
                .put(
                        profile,
                        new Profile("Lady Ada", visit.session().get(profile).nick()));
        laptop.request(session -> session.put(profile, new Profile("Ada", "countess")));
        visit.commit();
        phone.end(visit);
        laptop.request(session -> assertThat(session.get(profile)).isEqualTo(new Profile("Lady Ada", "countess")));
    }

    @Test
    void counterChangedByTwo_oneOfThemHuge_takesLittleMemory() {
        Attribute<BigDecimal> count =
                Attribute.builder("count", BigDecimal.class).counter().build();
        TestEngine engine = new TestEngine(store, builder -> builder.attribute(count));
        TestEngine.Browser phone = engine.browser().signIn("ada");
        phone.request(session -> session.put(count, BigDecimal.ONE));
        Visit visit = phone.begin();
        visit.session().put(count, HUGE);
        engine.browser().signIn("ada").request(session -> session.put(count, BigDecimal.TEN));
        visit.commit();
        phone.end(visit);
        phone.request(session -> assertThat(session.get(count)).isEqualByComparingTo(HUGE));
    }

    @Test
    void sumWithAHugeNumber_isMadeAtSignIn() {
        Attribute<BigDecimal> amount = Attribute.builder("amount", BigDecimal.class)
                .mergeBy(Merger.sum())
                .build();
        TestEngine engine = new TestEngine(store, builder -> builder.attribute(amount));
        engine.browser().signIn("ada").request(session -> session.put(amount, BigDecimal.ONE));
        TestEngine.Browser guest = engine.browser();
        guest.request(session -> session.put(amount, HUGE));
        guest.signIn("ada").request(session -> assertThat(session.get(amount)).isEqualByComparingTo(HUGE));
    }

    @Test
    void sumBeyondTheType_keepsTheUsers_andReportsTheGuests() {
        Attribute<Map<String, Integer>> counts = Attribute.builder(
                        "counts", new TypeReference<Map<String, Integer>>() {})
                .mergeBy(Merger.sum())
                .build();
        TestEngine engine = new TestEngine(store, builder -> builder.attribute(counts));
        engine.browser().signIn("ada").request(session -> session.put(counts, Map.of("a", 7)));
        TestEngine.Browser guest = engine.browser();
        guest.request(session -> {
            session.put(counts, Map.of("a", Integer.MAX_VALUE));
            session.put("other", 1);
        });
        guest.signIn("ada").request(session -> {
            assertThat(session.get(counts)).isEqualTo(Map.of("a", 7));
            assertThat(session.get("other")).contains(1);
            MergeReport report = session.takeMergeReport().orElseThrow();
            assertThat(report.guestValue(counts)).contains(Map.of("a", Integer.MAX_VALUE));
            assertThat(report.entries())
                    .anyMatch(entry ->
                            entry.attribute().equals("counts") && entry.outcome() == MergeReport.Outcome.TOO_LARGE);
        });
    }

    @Test
    void damagedFieldThatTheClassPassesOver_keepsTheUsers_andReportsTheGuests() {
        Attribute<Profile> profile = Attribute.of("profile", Profile.class);
        holds("profile", json("{\"name\":\"Ada\",\"newer\":1e99999999999}"));
        TestEngine engine = new TestEngine(store, builder -> builder.attribute(profile));
        TestEngine.Browser guest = engine.browser();
        guest.request(session -> {
            session.put(profile, new Profile("Guest", "g"));
            session.put("carried", 1);
        });
        guest.signIn("ada").request(session -> {
            assertThat(session.get("carried")).contains(1);
            assertThat(session.get(profile).name()).isEqualTo("Ada");
            assertThat(session.takeMergeReport().orElseThrow().guestValue(profile))
                    .contains(new Profile("Guest", "g"));
        });
    }

    @Test
    void decimalWithTheLargestExponent_canBeAKey() {
        for (String number : List.of("12345678901234567e2147483647", "1e-2147483647", "0e2147483647")) {
            Map<String, Object> merged = MergeBehavior.RETAINMENT_PRECEDENT.merge(
                    Map.of("a", Map.of("x", 1)), Map.of("a", new BigDecimal(number)));
            assertThat(((Map<?, ?>) merged.get("a")).values())
                    .hasSize(2)
                    .anyMatch(value -> value.equals(new BigDecimal(number)));
        }
        Map<String, Object> merged = MergeBehavior.RETAINMENT_PRECEDENT.merge(
                Map.of("a", Map.of()),
                Map.of("a", List.of(new BigDecimal("12e2147483647"), new BigDecimal("1200e-2"))));
        assertThat(((Map<?, ?>) merged.get("a")).keySet().stream().map(Object::toString))
                .containsExactly("1.2e+2147483648", "12");
    }
}
