package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;

/** {@code map(name)} and {@code list(name)}: of declared attributes, and of what is something else. */
class DeclaredContainerTest {
    record Settings(String theme) {}

    private static final Attribute<Map<String, Integer>> QUANTITIES = Attribute.builder(
                    "quantities", new TypeReference<Map<String, Integer>>() {})
            .build();
    private static final Attribute<List<String>> WISHES =
            Attribute.builder("wishes", new TypeReference<List<String>>() {}).build();
    private static final Attribute<Settings> SETTINGS = Attribute.of("settings", Settings.class);
    private static final Attribute<TreeMap<String, Integer>> SORTED = Attribute.builder(
                    "sorted", new TypeReference<TreeMap<String, Integer>>() {})
            .build();
    private static final Attribute<Map<String, Integer>> STARTING = Attribute.builder(
                    "starting", new TypeReference<Map<String, Integer>>() {})
            .defaultValue(() -> new LinkedHashMap<>(Map.of("tea", 1)))
            .build();

    private final TestEngine engine =
            new TestEngine(builder -> builder.attributes(List.of(QUANTITIES, WISHES, SETTINGS, SORTED, STARTING)));
    private final TestEngine.Browser ada = engine.browser().signIn("ada");

    private void assertRefused(Consumer<UserSession> work, String... words) {
        assertThatExceptionOfType(SessionDataException.class)
                .isThrownBy(() -> ada.request(work))
                .withMessageContainingAll(words);
    }

    @Test
    void containerOfAnotherKindThanDeclared_isRefused_withTheDeclarationAndWhatToCall() {
        assertRefused(
                session -> session.list("quantities"),
                "'quantities' is declared as java.util.Map<java.lang.String, java.lang.Integer>",
                "not as a list",
                "get(…)",
                "list(\"quantities\")");
        assertRefused(
                session -> session.map("wishes"),
                "'wishes' is declared as java.util.List<java.lang.String>",
                "not as a map",
                "get(…)");
        assertRefused(session -> session.map("settings"), "'settings' is declared as", "Settings", "get(…)");
        assertRefused(session -> session.list("settings"), "'settings' is declared as", "Settings", "get(…)");
    }

    @Test
    void containerOfAnotherKindThanDeclared_isRefused_alsoIfThereIsAValue() {
        ada.request(session -> session.put(QUANTITIES, new LinkedHashMap<>(Map.of("tea", 1))));
        assertRefused(session -> session.list("quantities"), "is declared as", "get(…)");
        ada.request(session -> assertThat(session.get(QUANTITIES)).isEqualTo(Map.of("tea", 1)));
    }

    @Test
    void containerOfTheDeclaredKind_isTheDeclaredValue() {
        ada.request(session -> session.map("quantities").put("tea", 2));
        ada.request(session -> session.list("wishes").add("vase"));
        ada.request(session -> {
            assertThat(session.get(QUANTITIES)).isEqualTo(Map.of("tea", 2));
            assertThat(session.get(WISHES)).isEqualTo(List.of("vase"));
        });
    }

    @Test
    void containerThatIsNotThere_isOfTheDeclaredType_withItsDefault() {
        ada.request(session -> {
            assertThat((Object) session.map("sorted")).isInstanceOf(TreeMap.class);
            assertThat(session.map("starting")).isEqualTo(Map.of("tea", 1));
            assertThat(session.names()).isEmpty();
        });
    }

    @Test
    void valueOfAnotherTypeUnderTheNameOfADeclaredOne_isRefused_withBothTypes() {
        assertRefused(
                session -> session.put("settings", new ArrayList<>(List.of("dark"))),
                "'settings'",
                "Settings",
                "java.util.ArrayList",
                "declared type");
    }

    @Test
    void undeclaredValue_thatIsNoMapOrList_isNamedByItsKind() {
        ada.request(session -> {
            session.put("text", "secret text");
            session.put("list", List.of(1));
            session.put("map", Map.of("a", 1));
            session.put("null", null);
        });
        assertRefused(session -> session.map("list"), "'list' is not a map but a list", "list(…)");
        assertRefused(session -> session.list("map"), "'map' is not a list but a map", "map(…)");
        assertRefused(session -> session.map("text"), "'text' is not a map but a String", "get(\"text\")");
        assertRefused(session -> session.list("null"), "'null' is not a list but null");
        assertThatExceptionOfType(SessionDataException.class)
                .isThrownBy(() -> ada.request(session -> session.map("text")))
                .withMessageNotContaining("secret text");
    }
}
