package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;

class UserSessionTest {
    record Cart(List<Line> lines) {
        boolean isEmpty() {
            return lines.isEmpty();
        }
    }

    record Line(String sku, int quantity) {}

    static final Attribute<Cart> CART = Attribute.builder("cart", Cart.class)
            .defaultValue(() -> new Cart(new ArrayList<>()))
            .build();
    static final Attribute<String> THEME =
            Attribute.builder("theme", String.class).defaultValue("light").build();
    static final Attribute<Map<String, Instant>> TIMES = Attribute.builder(
                    "times", new TypeReference<Map<String, Instant>>() {})
            .build();

    private final TestEngine engine =
            new TestEngine(builder -> builder.attribute(CART).attribute(THEME).attribute(TIMES));
    private final TestEngine.Browser browser = engine.browser();

    @Test
    void put_isThereInTheNextRequest() {
        browser.request(session -> session.put("foo", "bar"));
        browser.request(session -> assertThat(session.get("foo")).contains("bar"));
    }

    @Test
    void changesInPlace_atAnyDepth_areSavedWithoutPut() {
        browser.request(session -> {
            session.map("a").put("b", new ArrayList<>(List.of(new HashMap<>(Map.of("c", 1)))));
        });
        browser.request(session -> {
            List<?> list = (List<?>) session.map("a").get("b");
            @SuppressWarnings("unchecked")
            Map<String, Object> map = (Map<String, Object>) list.get(0);
            map.put("c", 2);
            map.put("d", List.of(true));
        });
        browser.request(session ->
                assertThat(session.get("a")).contains(Map.of("b", List.of(Map.of("c", 2, "d", List.of(true))))));
    }

    @Test
    void typedValue_changedInPlace_isSaved() {
        browser.request(session -> session.get(CART).lines().add(new Line("apple", 2)));
        browser.request(session -> assertThat(session.get(CART)).isEqualTo(new Cart(List.of(new Line("apple", 2)))));
        browser.request(session -> assertThat(session.get(CART).isEmpty()).isFalse());
    }

    @Test
    void default_isNoValue_untilChanged() {
        browser.request(session -> {
            assertThat(session.get(THEME)).isEqualTo("light");
            assertThat(session.get(CART).lines()).isEmpty();
            assertThat(session.find(THEME)).isEmpty();
            assertThat(session.contains(CART)).isFalse();
            assertThat(session.names()).isEmpty();
        });
        assertThat(browser.tokens()).isEmpty();
    }

    @Test
    void getWithoutDefault_saysWhatToDo() {
        browser.request(session -> assertThatExceptionOfType(NoSuchElementException.class)
                .isThrownBy(() -> session.get(TIMES))
                .withMessageContaining("times")
                .withMessageContaining("find"));
    }

    @Test
    void undeclaredAttribute_isRefused() {
        Attribute<String> stranger = Attribute.of("stranger", String.class);
        Attribute<String> twin = Attribute.of("theme", String.class);
        browser.request(session -> {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> session.get(stranger))
                    .withMessageContaining("stranger");
            assertThatIllegalArgumentException().isThrownBy(() -> session.put(twin, "x"));
        });
    }

    @Test
    void numbers_comeBackAsTheSmallestThatFits_andDecimalsKeepTheirDigits() {
        BigInteger huge = new BigInteger("123456789012345678901234567890");
        browser.request(session -> {
            session.put("int", 5L);
            session.put("long", 5_000_000_000L);
            session.put("huge", huge);
            session.put("price", new BigDecimal("1.50"));
            session.put("double", 0.1);
        });
        browser.request(session -> {
            assertThat(session.get("int")).contains(5);
            assertThat(session.get("long")).contains(5_000_000_000L);
            assertThat(session.get("huge")).contains(huge);
            assertThat(session.get("price")).contains(new BigDecimal("1.50"));
            assertThat(session.get("double")).contains(new BigDecimal("0.1"));
        });
    }

    @Test
    void javaTime_comesBackAsDeclared() {
        Instant time = Instant.parse("2026-05-04T03:02:01.123456789Z");
        browser.request(session -> session.put(TIMES, Map.of("a", time)));
        browser.request(session -> assertThat(session.get(TIMES)).containsEntry("a", time));
    }

    @Test
    void valuesWithoutJsonForm_areRefusedByName() {
        browser.request(session -> {
            for (Object value : List.of(Instant.EPOCH, new UUID(1, 2), new byte[1], Duration.ZERO, Double.NaN)) {
                assertThatExceptionOfType(SessionDataException.class)
                        .isThrownBy(() -> session.put("x", List.of(value)))
                        .withMessageContaining("'x'");
            }
            assertThatExceptionOfType(SessionDataException.class)
                    .isThrownBy(() -> session.put("x", new HashMap<>(Map.of(1, "one"))));
        });
        assertThat(browser.tokens()).isEmpty();
    }

    @Test
    void cyclicValue_isRefused_andWhatWasStoredStays() {
        browser.request(session -> session.put("x", "before"));
        browser.request(session -> {
            Map<String, Object> cyclic = new HashMap<>();
            cyclic.put("self", cyclic);
            assertThatExceptionOfType(SessionDataException.class)
                    .isThrownBy(() -> session.put("x", cyclic))
                    .withMessageContaining("'x'")
                    .withMessageContaining("100 levels");
        });
        browser.request(session -> assertThat(session.get("x")).contains("before"));
    }

    @Test
    void valueMadeCyclicInPlace_failsTheCommitByName() {
        browser.request(session -> session.put("x", "before"));
        Visit visit = browser.begin();
        Map<String, Object> map = new HashMap<>();
        visit.session().put("x", map);
        map.put("self", map);
        assertThatExceptionOfType(SessionDataException.class)
                .isThrownBy(visit::commit)
                .withMessageContaining("'x'");
        browser.request(session -> assertThat(session.get("x")).contains("before"));
    }

    @Test
    void null_isAValue() {
        browser.request(session -> session.put("nothing", null));
        browser.request(session -> {
            assertThat(session.contains("nothing")).isTrue();
            assertThat(session.get("nothing")).isEmpty();
            assertThat(session.names()).containsExactly("nothing");
        });
    }

    @Test
    void asMap_isALiveView() {
        browser.request(session -> {
            Map<String, Object> map = session.asMap();
            map.put("a", 1);
            session.put("b", 2);
            assertThat(map).containsEntry("a", 1).containsEntry("b", 2).hasSize(2);
            map.entrySet().iterator().next().setValue(9);
            assertThat(session.get("a")).contains(9);
            map.keySet().remove("b");
            assertThat(session.contains("b")).isFalse();
        });
        browser.request(
                session -> assertThat(new LinkedHashMap<>(session.asMap())).isEqualTo(Map.of("a", 9)));
    }

    @Test
    void remove_andClear() {
        browser.request(session -> {
            session.put("a", 1);
            session.put("b", 2);
            session.put(THEME, "dark");
        });
        browser.request(session -> session.remove("a"));
        browser.request(session -> assertThat(session.names()).containsExactlyInAnyOrder("b", "theme"));
        browser.request(session -> session.remove(THEME));
        browser.request(session -> assertThat(session.get(THEME)).isEqualTo("light"));
        browser.request(UserSession::clear);
        browser.seesNothing();
    }

    @Test
    void mapAndList_refuseOtherKinds() {
        browser.request(session -> {
            session.put("text", "x");
            assertThatExceptionOfType(SessionDataException.class).isThrownBy(() -> session.map("text"));
            assertThatExceptionOfType(SessionDataException.class).isThrownBy(() -> session.list("text"));
            session.list("list").add("a");
        });
        browser.request(session -> assertThat(session.get("list")).contains(List.of("a")));
    }

    @Test
    void names_areChecked() {
        browser.request(session -> {
            assertThatIllegalArgumentException().isThrownBy(() -> session.put("", 1));
            assertThatIllegalArgumentException().isThrownBy(() -> session.put("__peruser.x", 1));
            assertThatIllegalArgumentException().isThrownBy(() -> session.put("x".repeat(251), 1));
            session.put("x".repeat(250), 1);
            session.put("'; DROP TABLE \u0000 \uD83D\uDE00", 2);
        });
        browser.request(session -> assertThat(session.names()).hasSize(2));
    }

    @Test
    void updateThatThrows_changesNothing() {
        browser.request(session -> session.put("n", new ArrayList<>(List.of(1))));
        browser.request(session -> {
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> session.update(inner -> {
                        inner.list("n").add(2);
                        inner.put("m", 1);
                        throw new IllegalStateException("no");
                    }));
            assertThat(session.get("n")).contains(List.of(1));
        });
        browser.request(session -> assertThat(session.get("n")).contains(List.of(1)));
        browser.request(session -> assertThat(session.contains("m")).isFalse());
    }

    @Test
    void user_isTheVisitor() {
        browser.request(session -> assertThat(session.user()).isEmpty());
        browser.signIn("ada");
        browser.request(session -> assertThat(session.user()).isEqualTo(Optional.of(UserId.of("ada"))));
    }
}
