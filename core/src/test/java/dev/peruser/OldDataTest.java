package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.peruser.internal.codec.Header;
import dev.peruser.internal.codec.HeaderCodec;
import dev.peruser.store.InMemorySessionStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;

/** G6: what an older or newer version of the application wrote. */
class OldDataTest {
    record Profile1(String name, int visits) {}

    record Profile2(String name, int visits, String nick, List<String> tags) {}

    record ProfileText(String name, String visits, List<Integer> tags) {}

    enum Color1 {
        RED
    }

    enum Color2 {
        RED,
        BLUE
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Circle.class, name = "circle"),
        @JsonSubTypes.Type(value = Square.class, name = "square")
    })
    sealed interface Shape permits Circle, Square {}

    record Circle(int radius) implements Shape {}

    record Square(int side) implements Shape {}

    private final InMemorySessionStore store = new InMemorySessionStore();

    private <T> TestEngine.Browser versionWith(Attribute<T> attribute) {
        return new TestEngine(store, builder -> builder.attribute(attribute).attribute(OTHER))
                .browser()
                .signIn("ada");
    }

    private static final Attribute<String> OTHER = Attribute.of("other", String.class);

    @Test
    void fieldsUnknownToThisVersion_surviveAChangeByIt() {
        Attribute<Profile2> newer = Attribute.of("profile", Profile2.class);
        Attribute<Profile1> older = Attribute.of("profile", Profile1.class);
        versionWith(newer).request(session -> session.put(newer, new Profile2("Ada", 1, "countess", List.of("x"))));
        versionWith(older).request(session -> session.update(older, p -> new Profile1(p.name(), p.visits() + 1)));
        versionWith(newer)
                .request(session ->
                        assertThat(session.get(newer)).isEqualTo(new Profile2("Ada", 2, "countess", List.of("x"))));
    }

    @Test
    void fieldsThatAreMissing_areNullOrZero_andReadingThemWritesNothing() {
        Attribute<Profile2> newer = Attribute.of("profile", Profile2.class);
        Attribute<Profile1> older = Attribute.of("profile", Profile1.class);
        versionWith(older).request(session -> session.put(older, new Profile1("Ada", 1)));
        FaultyStore counting = new FaultyStore();
        new TestEngine(counting, builder -> builder.attribute(older))
                .browser()
                .signIn("ada")
                .request(session -> session.put(older, new Profile1("Ada", 1)));
        counting.resetCounts();
        new TestEngine(counting, builder -> builder.attribute(newer))
                .browser()
                .signIn("ada")
                .request(session -> {
                    assertThat(session.get(newer).nick()).isNull();
                    assertThat(session.get(newer).visits()).isEqualTo(1);
                });
        assertThat(counting.saves).isZero();
    }

    @Test
    void valueThatNoLongerFits_failsAlone_isKept_andCanBeOverwrittenOrRemoved() {
        Attribute<Profile2> newer = Attribute.of("profile", Profile2.class);
        Attribute<ProfileText> changed = Attribute.of("profile", ProfileText.class);
        versionWith(newer).request(session -> session.put(newer, new Profile2("secret name", 1, "n", List.of("x"))));
        versionWith(changed).request(session -> {
            session.put(OTHER, "fine");
            assertThatExceptionOfType(SessionDataException.class)
                    .isThrownBy(() -> session.get(changed))
                    .satisfies(e -> assertThat(e.getMessage())
                            .contains("'profile'", "ProfileText")
                            .doesNotContain("secret", "\"x\""));
        });
        versionWith(newer).request(session -> {
            assertThat(session.get(OTHER)).isEqualTo("fine");
            assertThat(session.get(newer).nick()).isEqualTo("n");
        });
        versionWith(changed).request(session -> session.put(changed, new ProfileText("b", "2", List.of(1))));
        versionWith(changed)
                .request(session -> assertThat(session.get(changed).visits()).isEqualTo("2"));
        versionWith(newer).request(session -> session.remove(newer));
        versionWith(newer).request(session -> assertThat(session.names()).containsExactly("other"));
    }

    @Test
    void unknownEnumConstant_failsAlone_andSurvives() {
        Attribute<Color2> newer = Attribute.of("color", Color2.class);
        Attribute<Color1> older = Attribute.of("color", Color1.class);
        versionWith(newer).request(session -> session.put(newer, Color2.BLUE));
        versionWith(older).request(session -> {
            assertThatExceptionOfType(SessionDataException.class).isThrownBy(() -> session.get(older));
            session.put(OTHER, "x");
        });
        versionWith(newer).request(session -> assertThat(session.get(newer)).isEqualTo(Color2.BLUE));
    }

    @Test
    void fractionIsNeverCutToAWholeNumber() {
        Attribute<Double> real = Attribute.of("n", Double.class);
        Attribute<Integer> whole = Attribute.of("n", Integer.class);
        versionWith(real).request(session -> session.put(real, 1.5));
        versionWith(whole)
                .request(session ->
                        assertThatExceptionOfType(SessionDataException.class).isThrownBy(() -> session.get(whole)));
    }

    @Test
    void sealedTypesNamedExplicitly_comeBackAsTheirSubtype() {
        Attribute<List<Shape>> shapes =
                Attribute.builder("shapes", new TypeReference<List<Shape>>() {}).build();
        versionWith(shapes).request(session -> session.put(shapes, List.of(new Circle(1), new Square(2))));
        versionWith(shapes)
                .request(session -> assertThat(session.get(shapes)).containsExactly(new Circle(1), new Square(2)));
    }

    @Test
    void setWrittenInAnotherOrder_isNoChange() {
        Attribute<Set<String>> set =
                Attribute.builder("set", new TypeReference<Set<String>>() {}).build();
        FaultyStore counting = new FaultyStore();
        TestEngine engine = new TestEngine(counting, builder -> builder.attribute(set));
        engine.browser()
                .signIn("ada")
                .request(session -> session.put(set, new LinkedHashSet<>(List.of("zz", "a", "Mm", "q"))));
        counting.resetCounts();
        engine.browser()
                .signIn("ada")
                .request(session -> assertThat(session.get(set)).hasSize(4));
        assertThat(counting.saves).isZero();
    }

    @Test
    void unreadableAttribute_doesNotStopASignIn_andBothSidesAreKept() {
        Attribute<Profile1> profile = Attribute.of("profile", Profile1.class);
        TestEngine engine = new TestEngine(store, builder -> builder.attribute(profile));
        TestEngine undeclared = new TestEngine(store);
        undeclared
                .browser()
                .signIn("ada")
                .request(session -> session.put("profile", new ArrayList<>(List.of("old form"))));
        TestEngine.Browser guest = engine.browser();
        guest.request(session -> session.put(profile, new Profile1("G", 1)));
        guest.signIn("ada").request(session -> {
            MergeReport report = session.takeMergeReport().orElseThrow();
            assertThat(report.entries().get(0).outcome()).isEqualTo(MergeReport.Outcome.UNREADABLE);
            assertThat(report.guestValue(profile)).contains(new Profile1("G", 1));
        });
        undeclared
                .browser()
                .signIn("ada")
                .request(session -> assertThat(session.get("profile")).contains(List.of("old form")));
    }

    @Test
    void headerFieldsOfANewerVersion_areKept() {
        Header header = Header.fresh(java.time.Instant.EPOCH, new byte[] {1});
        byte[] bytes = HeaderCodec.encode(header);
        byte[] extended = java.util.Arrays.copyOf(bytes, bytes.length + 5);
        extended[bytes.length] = (byte) 200;
        extended[bytes.length + 2] = 2;
        extended[bytes.length + 3] = 7;
        extended[bytes.length + 4] = 8;
        assertThat(HeaderCodec.encode(HeaderCodec.decode(extended))).isEqualTo(extended);
        byte[] newerFormat = bytes.clone();
        newerFormat[0] = 9;
        assertThatExceptionOfType(SessionDataException.class)
                .isThrownBy(() -> HeaderCodec.decode(newerFormat))
                .withMessageContaining("newer version");
        assertThatExceptionOfType(SessionDataException.class)
                .isThrownBy(() -> HeaderCodec.decode(java.util.Arrays.copyOf(bytes, 5)))
                .withMessageContaining("damaged");
    }

    @Test
    void ownExpiry_survivesTheMerge() {
        Attribute<String> flash = TestEngine.expiring("flash", Duration.ofMinutes(5));
        TestEngine engine = new TestEngine(store, builder -> builder.attribute(flash));
        TestEngine.Browser browser = engine.browser();
        browser.request(session -> session.put(flash, "hi"));
        engine.passes(Duration.ofMinutes(3));
        browser.signIn("bob").request(session -> assertThat(session.get(flash)).isEqualTo("hi"));
        engine.passes(Duration.ofMinutes(3));
        browser.request(session -> assertThat(session.find(flash)).isEmpty());
    }
}
