package dev.peruser.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.peruser.Attribute;
import dev.peruser.Limits;
import dev.peruser.SessionDataException;
import dev.peruser.internal.codec.AttributeRegistry;
import dev.peruser.internal.codec.JsonCodec;
import dev.peruser.internal.codec.StoredAttribute;
import dev.peruser.internal.merge.Patch;
import dev.peruser.internal.merge.ThreeWayMerge.Missing;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The working copy of a session's attributes by itself: what it calls a change, and what it makes of one. */
class WorkingCopyTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final byte[] NEWER = {4, '1'};
    private static final byte[] DAMAGED = {0, '{'};

    record Size(int width) {}

    private static final Attribute<Size> SIZE = Attribute.of("size", Size.class);

    private static WorkingCopy attributes(Map<String, byte[]> stored) {
        return new WorkingCopy(new AttributeRegistry(List.of(SIZE)), new JsonCodec(Limits.DEFAULT), NOW, stored);
    }

    private static byte[] json(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] stored(String text) {
        return StoredAttribute.of(json(text), null).bytes();
    }

    private static String text(WorkingCopy attributes, String name) {
        byte[] bytes = attributes.toStored().get(name);
        return bytes == null
                ? "(none)"
                : new String(StoredAttribute.parse(name, bytes).json(), StandardCharsets.UTF_8);
    }

    @Test
    void readValue_isNoChange_oneChangedInPlaceIs() {
        WorkingCopy attributes = attributes(Map.of("l", stored("[1]"), "other", stored("[1]")));
        List<Object> list = asList(attributes.get("l").orElseThrow().value());
        attributes.get("other");
        assertThat(attributes.isChanged()).isFalse();
        list.add(2);
        assertThat(attributes.isChanged()).isTrue();
        assertThat(attributes.flush()).extracting(Patch::name).containsExactly("l");
        assertThat(attributes.isChanged()).isFalse();
        assertThat(text(attributes, "l")).isEqualTo("[1,2]");
    }

    /** Counts how often it is read, and knows no width beyond 10. */
    static final class Gauge {
        private static final AtomicInteger READ = new AtomicInteger();

        public int width;

        @JsonCreator
        Gauge(@JsonProperty("width") int width) {
            READ.incrementAndGet();
            this.width = Math.min(width, 10);
        }
    }

    private static final Attribute<Gauge> GAUGE = Attribute.of("gauge", Gauge.class);

    private static WorkingCopy gauge(String json) {
        return gauge(new JsonCodec(Limits.DEFAULT), json);
    }

    private static WorkingCopy gauge(JsonCodec codec, String json) {
        return new WorkingCopy(new AttributeRegistry(List.of(GAUGE)), codec, NOW, Map.of("gauge", stored(json)));
    }

    private static Gauge asGauge(WorkingCopy attributes) {
        return (Gauge) attributes.get("gauge").orElseThrow().value();
    }

    @Test
    void valueOfWhichAChangeIsExpected_isReadOnce() {
        JsonCodec codec = new JsonCodec(Limits.DEFAULT);
        WorkingCopy attributes = gauge("{\"width\":1}");
        for (int i = 0; i < 10; i++) { // the first changes are looked at more closely
            attributes = gauge(codec, "{\"width\":1}");
            Gauge.READ.set(0);
            attributes.expectChange("gauge");
            asGauge(attributes).width = 2;
            assertThat(attributes.flush()).hasSize(1);
        }
        assertThat(Gauge.READ).hasValue(1);
        assertThat(text(attributes, "gauge")).isEqualTo("{\"width\":2}");
    }

    @Test
    void valueOfWhichAChangeIsExpected_keepsItsUnknownFields() {
        WorkingCopy attributes = gauge("{\"width\":1,\"unknown\":1}");
        attributes.expectChange("gauge");
        asGauge(attributes).width = 2;
        assertThat(attributes.flush()).hasSize(1);
        assertThat(text(attributes, "gauge")).isEqualTo("{\"width\":2,\"unknown\":1}");
    }

    @Test
    void valueOfWhichAChangeIsExpected_isNotChangedByReadingIt() {
        WorkingCopy attributes = gauge("{\"width\":12}");
        attributes.expectChange("gauge");
        assertThat(asGauge(attributes).width).isEqualTo(10);
        assertThat(attributes.flush()).isEmpty();
        assertThat(text(attributes, "gauge")).isEqualTo("{\"width\":12}");
    }

    /** What was stored when it was read is not what it is compared with then. */
    @Test
    void valueOfWhichAChangeIsExpected_isComparedWithWhatIsStoredByThen() {
        WorkingCopy attributes = gauge("{\"width\":1}");
        attributes.expectChange("gauge");
        attributes.apply(
                new Patch("gauge", json("{\"width\":1}"), json("{\"width\":3}"), Patch.WhenAbsent.REMOVED),
                Missing.WAS_REMOVED);
        asGauge(attributes).width = 2;
        assertThat(attributes.flush())
                .singleElement()
                .satisfies(patch -> assertThat(patch.before()).isEqualTo(json("{\"width\":3}")));
    }

    @Test
    void forgottenChanges_areThoseOfTheNames_valuesThatDidNotChangeStayInUse() {
        WorkingCopy attributes =
                attributes(Map.of("changed", stored("[1]"), "same", stored("[1]"), "kept", stored("[1]")));
        Object same = attributes.get("same").orElseThrow().value();
        for (String name : List.of("changed", "kept")) {
            asList(attributes.get(name).orElseThrow().value()).add(2);
        }
        attributes.forgetChanges(List.of("changed", "same"));
        assertThat(attributes.get("same").orElseThrow().value()).isSameAs(same);
        assertThat(attributes.flush()).extracting(Patch::name).containsExactly("kept");
        assertThat(text(attributes, "changed")).isEqualTo("[1]");
    }

    @Test
    void valueThatCanNoLongerBeStored_isForgottenToo() {
        WorkingCopy attributes = attributes(Map.of("l", stored("[1]")));
        asList(attributes.get("l").orElseThrow().value()).add(new Object());
        assertThatExceptionOfType(SessionDataException.class).isThrownBy(attributes::isChanged);
        attributes.forgetChanges(List.of("l"));
        assertThat(attributes.isChanged()).isFalse();
    }

    @Test
    void replacedValue_isAChange_ifNothingWasThereOrItDiffers() {
        WorkingCopy attributes = attributes(Map.of("there", stored("1")));
        attributes.replace("new", 1);
        attributes.replace("there", 1);
        attributes.get("there");
        assertThat(attributes.flush()).extracting(Patch::name).containsExactly("new");
        attributes.replace("there", 2);
        attributes.remove("new");
        attributes.replace("new", 3);
        attributes.flush();
        assertThat(text(attributes, "there")).isEqualTo("2");
        assertThat(text(attributes, "new")).isEqualTo("3");
        assertThatExceptionOfType(SessionDataException.class)
                .isThrownBy(() -> attributes.replace("there", new Object()));
    }

    @Test
    void unreadableAttribute_isRefused_untilItIsPutOrRemoved() {
        WorkingCopy attributes = attributes(Map.of("put", NEWER, "removed", NEWER));
        assertThatExceptionOfType(SessionDataException.class).isThrownBy(() -> attributes.get("put"));
        attributes.put("put", 1);
        attributes.remove("removed");
        assertThat(attributes.flush()).hasSize(2);
        assertThat(attributes.toStored()).containsOnlyKeys("put");
        assertThat(text(attributes, "put")).isEqualTo("1");
    }

    @Test
    void valuePutOnOneThatItsClassCanNotRead_replacesAllOfIt() {
        WorkingCopy attributes = attributes(Map.of("size", stored("{\"width\":\"wide\",\"unknown\":1}")));
        attributes.put("size", new Size(2));
        attributes.flush();
        assertThat(text(attributes, "size")).isEqualTo("{\"width\":2}");
    }

    @Test
    void expiredAttribute_isAbsent_andRemovingItIsNoChange() {
        byte[] expired = StoredAttribute.of(json("1"), new StoredAttribute.Expiry(NOW, NOW.minusSeconds(9)))
                .bytes();
        WorkingCopy attributes = attributes(Map.of("a", expired, "b", expired));
        assertThat(attributes.get("a")).isEmpty();
        assertThat(attributes.contains("b")).isFalse();
        attributes.remove("a");
        assertThat(attributes.flush()).isEmpty();
        attributes.put("b", 1);
        assertThat(attributes.flush())
                .singleElement()
                .satisfies(patch -> assertThat(patch.before()).isNull());
    }

    @Test
    void changeOfWhatIsDamagedMeanwhile_replacesIt() {
        WorkingCopy attributes = attributes(Map.of("a", DAMAGED));
        attributes.apply(patch("a", "[1]", "[2]"), Missing.WAS_REMOVED);
        assertThat(text(attributes, "a")).isEqualTo("[2]");
    }

    private static Patch patch(String name, String before, String after) {
        return new Patch(
                name,
                before.equals("(none)") ? null : json(before),
                after.equals("(none)") ? null : json(after),
                Patch.WhenAbsent.REMOVED);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1       | (none) | 1             | (none)
            1       | (none) | 2             | 2
            [1]     | (none) | [1]           | (none)
            [1]     | (none) | [1,2]         | [2]
            {"a":1} | (none) | {"a":1}       | (none)
            {"a":1} | (none) | {"a":1,"b":2} | {"b":2}
            {"a":1} | (none) | 5             | 5
            (none)  | (none) | 5             | 5
            1       | 2      | (none)        | (none)
            (none)  | 2      | (none)        | 2
            """)
    void changesOfAnotherHistory_removeOnlyWhatTheySaw(String before, String after, String theirs, String result) {
        Map<String, byte[]> stored = new LinkedHashMap<>();
        if (!theirs.equals("(none)")) {
            stored.put("a", stored(theirs));
        }
        WorkingCopy attributes = attributes(stored);
        attributes.apply(patch("a", before, after), Missing.NEVER_WAS);
        assertThat(text(attributes, "a")).isEqualTo(result);
    }

    @Test
    void patchOnSomethingThatExpired_isNoRemoval() {
        StoredAttribute.Expiry expiry = new StoredAttribute.Expiry(NOW, NOW.minus(Duration.ofMinutes(1)));
        Patch patch = patch("a", "1", "2");
        assertThat(patch.isRemovedIfAbsentAt(NOW)).isTrue();
        assertThat(patch.on(null).isRemovedIfAbsentAt(NOW)).isTrue();
        assertThat(patch.on(expiry).isRemovedIfAbsentAt(NOW.minusMillis(1))).isTrue();
        assertThat(patch.on(expiry).isRemovedIfAbsentAt(NOW)).isFalse();
        assertThat(patch("a", "(none)", "2").isRemovedIfAbsentAt(NOW)).isFalse();
        Patch onDefault = new Patch("a", json("1"), json("2"), Patch.WhenAbsent.DEFAULT);
        assertThat(onDefault.isRemovedIfAbsentAt(NOW)).isFalse();
    }

    @Test
    void namesInUse_areACopy() {
        WorkingCopy attributes = attributes(Map.of("a", stored("1")));
        attributes.get("a");
        List<String> names = new ArrayList<>(attributes.namesInUse());
        attributes.get("b");
        assertThat(names).containsExactly("a");
    }

    @SuppressWarnings("unchecked")
    private static List<Object> asList(@Nullable Object value) {
        return (List<Object>) value;
    }
}
