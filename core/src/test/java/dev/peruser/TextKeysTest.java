package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;

/** Text that is cut in the middle of a character: refused as a key, read back equal as a value. */
class TextKeysTest {
    private static final List<String> HALVES = List.of(
            "\ud800", "a\ud800", "\udc00b", "a\ud83d\ud83d\ude00", "\ude00\ud83d", "x".repeat(9_000) + "\ud83d");
    private static final List<String> WHOLE = List.of(
            "",
            "a",
            "\ud83d\ude00",
            "a\ud83d\ude00b\ud83d\ude01",
            "\u0000",
            "\uffff",
            "x".repeat(9_000) + "\ud83d\ude00");

    private static final Attribute<Map<String, Integer>> COUNTS = Attribute.builder(
                    "counts", new TypeReference<Map<String, Integer>>() {})
            .build();

    record Holder(Map<String, List<String>> map) {}

    private static final Attribute<Holder> HOLDER = Attribute.of("holder", Holder.class);
    private static final Attribute<Map<Character, Integer>> BY_CHARACTER = Attribute.builder(
                    "characters", new TypeReference<Map<Character, Integer>>() {})
            .build();

    private final TestEngine engine = new TestEngine(
            builder -> builder.attribute(COUNTS).attribute(HOLDER).attribute(BY_CHARACTER));
    private final TestEngine.Browser ada = engine.browser().signIn("ada");

    @Test
    void halfOfAPair_asAKey_isRefusedAtPut() {
        for (String half : HALVES) {
            for (Object value : List.of(Map.of(half, 1), List.of(Map.of("a", Map.of(half, 1))))) {
                assertThatExceptionOfType(SessionDataException.class)
                        .isThrownBy(() -> ada.request(session -> session.put("m", value)))
                        .withMessageContainingAll("'m'", "surrogate pair")
                        .withMessageNotContaining(half);
            }
        }
    }

    @Test
    void halfOfAPair_asAKeyInPlace_isRefused_andTheRestStays() {
        ada.request(session -> session.map("m").put("tea", 1));
        for (String half : HALVES) {
            assertThatExceptionOfType(SessionDataException.class)
                    .isThrownBy(() -> ada.request(session -> session.map("m").put(half, 1)))
                    .withMessageContainingAll("'m'", "surrogate pair");
        }
        assertThat((Object) ada.ask(session -> new HashMap<>(session.map("m")))).isEqualTo(Map.of("tea", 1));
    }

    @Test
    void halfOfAPair_asAKeyOfATypedMap_isRefused_howeverManyWereSavedBefore() {
        ada.request(session -> session.put(COUNTS, new HashMap<>(Map.of("tea", 1))));
        ada.request(session -> session.put(HOLDER, new Holder(Map.of("tea", List.of("green")))));
        for (String half : HALVES) {
            assertThatExceptionOfType(SessionDataException.class)
                    .isThrownBy(() -> ada.request(session -> session.get(COUNTS).put(half, 1)))
                    .withMessageContainingAll("'counts'", "surrogate pair")
                    .withMessageNotContaining(half);
            assertThatExceptionOfType(SessionDataException.class)
                    .isThrownBy(() -> ada.request(session -> session.put(HOLDER, new Holder(Map.of(half, List.of())))))
                    .withMessageContainingAll("'holder'", "surrogate pair");
        }
        ada.request(session -> assertThat(session.get(COUNTS)).isEqualTo(Map.of("tea", 1)));
    }

    @Test
    void halfOfAPair_asAKeyThatIsACharacter_isRefused() {
        ada.request(session -> session.put(BY_CHARACTER, new HashMap<>(Map.of('a', 1))));
        assertThatExceptionOfType(SessionDataException.class)
                .isThrownBy(
                        () -> ada.request(session -> session.get(BY_CHARACTER).put('\ud800', 1)))
                .withMessageContaining("'characters'");
        ada.request(session -> assertThat(session.get(BY_CHARACTER)).isEqualTo(Map.of('a', 1)));
    }

    @Test
    void wholeText_asAKey_isReadBack() {
        Map<String, Object> all = new LinkedHashMap<>();
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (String text : WHOLE) {
            all.put(text, text);
            counts.put(text, text.length());
        }
        ada.request(session -> session.put("m", all));
        ada.request(session -> session.put(COUNTS, counts));
        assertThat((Object) ada.ask(session -> new LinkedHashMap<>(session.map("m"))))
                .isEqualTo(all);
        assertThat((Object) ada.ask(session -> session.get(COUNTS))).isEqualTo(counts);
    }

    @Test
    void anyText_asAValue_isReadBack() {
        List<String> texts = new ArrayList<>(HALVES);
        texts.addAll(WHOLE);
        ada.request(session -> session.put("texts", texts));
        ada.request(session -> session.put(HOLDER, new Holder(Map.of("a", texts))));
        assertThat((Object) ada.ask(session -> new ArrayList<>(session.list("texts"))))
                .isEqualTo(texts);
        assertThat((Object) ada.ask(session -> session.get(HOLDER).map().get("a")))
                .isEqualTo(texts);
    }

    @Test
    void halfOfAPair_asAKey_isNoReasonToLoseAnythingAtSignIn() {
        TestEngine.Browser guest = engine.browser();
        guest.request(session -> session.map("m").put("tea", 1));
        assertThatExceptionOfType(SessionDataException.class)
                .isThrownBy(() -> guest.request(session -> session.map("m").put("\ud800", 1)));
        guest.signIn("bob").request(session -> assertThat(session.map("m")).isEqualTo(Map.of("tea", 1)));
    }
}
