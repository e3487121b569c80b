package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.peruser.internal.codec.PlainList;
import dev.peruser.internal.codec.PlainMap;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * A value without a declared type has the same type in the request that puts it and in all that follow, or is refused.
 */
class SteadyTypesTest {
    private static final List<Number> NUMBERS = List.of(
            5,
            5L,
            5_000_000_000L,
            (long) Integer.MIN_VALUE,
            Integer.MAX_VALUE + 1L,
            (short) 5,
            (byte) 5,
            1.5,
            1.0,
            1e7,
            12_345_678.0,
            1e300,
            4.9e-324,
            -0.0,
            1.5f,
            1e10f,
            BigInteger.valueOf(5),
            BigInteger.valueOf(5_000_000_000L),
            BigInteger.ONE.shiftLeft(63),
            BigInteger.ONE.shiftLeft(63).negate(),
            new BigDecimal("5"),
            new BigDecimal("5.00"),
            new BigDecimal("5E+3"),
            new BigDecimal("123456789012345678901234567890"),
            new BigDecimal("1E-30"));

    private final TestEngine engine = new TestEngine();

    /** What two requests see of what one of them does: the same, in value and in class. */
    private void assertSteady(Consumer<UserSession> work, Function<UserSession, Object> look) {
        TestEngine.Browser ada = engine.browser().signIn("ada");
        Object now = ada.ask(session -> {
            work.accept(session);
            return look.apply(session);
        });
        Object next = ada.ask(look);
        assertThat(now).isEqualTo(next).hasSameClassAs(next);
    }

    @Test
    void number_thatIsPut() {
        for (Number number : NUMBERS) {
            assertSteady(
                    session -> session.put("x", number),
                    session -> session.get("x").orElseThrow());
            assertSteady(
                    session -> session.asMap().put("x", number),
                    session -> session.asMap().get("x"));
        }
    }

    @Test
    void number_isNearestToWhatWasPut() {
        TestEngine.Browser ada = engine.browser().signIn("ada");
        ada.request(session -> {
            session.put("long", 5L);
            session.put("double", 0.1);
            session.put("large", 12_345_678.0);
            session.put("price", new BigDecimal("1.50"));
            assertThat(session.get("long")).contains(5);
            assertThat(session.get("double")).contains(new BigDecimal("0.1"));
            assertThat(session.get("large")).contains(new BigDecimal("12345678.0"));
            assertThat(session.get("price")).contains(new BigDecimal("1.50"));
        });
    }

    @Test
    void number_inAMapOrListThatIsPut() {
        for (Number number : NUMBERS) {
            List<Map<String, Object>> maps = List.of(
                    Map.of("n", number),
                    new HashMap<>(Map.of("n", number)),
                    new TreeMap<>(Map.of("n", number)),
                    new ConcurrentHashMap<>(Map.of("n", number)),
                    new ConcurrentSkipListMap<>(Map.of("n", number)),
                    Collections.singletonMap("n", number),
                    new LinkedHashMap<>(Map.of("n", number, "m", 1)));
            for (Map<String, Object> map : maps) {
                assertSteady(
                        session -> session.put("x", map),
                        session -> session.map("x").get("n"));
            }
            List<List<Object>> lists = List.of(
                    List.of(number),
                    List.of(1, 2, number),
                    new ArrayList<>(List.of(number)),
                    Arrays.asList(number, 1),
                    new CopyOnWriteArrayList<>(List.of(number)),
                    Collections.singletonList(number),
                    Collections.nCopies(2, number));
            for (List<Object> list : lists) {
                assertSteady(session -> session.put("x", list), session -> new ArrayList<>(session.list("x")).get(0));
            }
            assertSteady(
                    session -> session.put("x", Map.of("a", List.of(Map.of("b", number)))),
                    session -> ((Map<?, ?>) ((List<?>) session.map("x").get("a")).get(0)).get("b"));
        }
    }

    @Test
    void number_thatIsPutInPlace() {
        Number number = 5L;
        List<Consumer<Map<String, Object>>> changes = List.of(
                map -> map.put("n", number),
                map -> map.putAll(Map.of("n", number)),
                map -> map.putIfAbsent("n", number),
                map -> map.compute("n", (key, before) -> number),
                map -> map.computeIfAbsent("n", key -> number),
                map -> map.merge("n", number, (one, other) -> one),
                map -> {
                    map.put("n", 1);
                    map.merge("n", 2, (one, other) -> number);
                },
                map -> {
                    map.put("n", 1);
                    map.replace("n", number);
                },
                map -> {
                    map.put("n", 1);
                    map.replace("n", 1, number);
                },
                map -> {
                    map.put("n", 1);
                    map.replaceAll((key, before) -> number);
                },
                map -> {
                    map.put("n", 1);
                    map.computeIfPresent("n", (key, before) -> number);
                });
        for (Consumer<Map<String, Object>> change : changes) {
            assertSteady(
                    session -> change.accept(session.map("m")),
                    session -> session.map("m").get("n"));
            engine.browser().signIn("ada").request(UserSession::clear);
        }
        List<Consumer<List<Object>>> additions = List.of(
                list -> list.add(number),
                list -> list.add(0, number),
                list -> list.addAll(List.of(number)),
                list -> list.addAll(0, List.of(number)),
                list -> {
                    list.add(1);
                    list.set(0, number);
                },
                list -> {
                    list.add(1);
                    list.replaceAll(one -> number);
                },
                list -> list.listIterator().add(number),
                list -> list.add(new HashMap<>(Map.of("n", number))));
        for (Consumer<List<Object>> addition : additions) {
            assertSteady(session -> addition.accept(session.list("l")), session -> {
                Object first = session.list("l").get(0);
                return first instanceof Map<?, ?> map ? map.get("n") : first;
            });
            engine.browser().signIn("ada").request(UserSession::clear);
        }
    }

    @Test
    void whatIsChangedAfterItWasPut_isSteady() {
        Map<String, Object> mine = new HashMap<>();
        assertSteady(
                session -> {
                    session.put("x", mine);
                    mine.put("n", 5L);
                },
                session -> session.map("x").get("n"));
    }

    @Test
    void mapThatWasPut_staysTheApplicationsToChange() {
        Map<String, Object> mine = new HashMap<>(Map.of("n", 5L));
        TestEngine.Browser ada = engine.browser().signIn("ada");
        ada.request(session -> {
            session.put("x", mine);
            mine.put("more", "tea");
        });
        assertThat((Object) ada.ask(session -> new HashMap<>(session.map("x"))))
                .isEqualTo(Map.of("n", 5, "more", "tea"));
    }

    @Test
    void number_inAMapThatCantBeChanged_isRefused_withWords() {
        Map<String, Object> behind = new HashMap<>(Map.of("n", 5L));
        for (Object value : List.of(
                Collections.unmodifiableMap(behind), Collections.unmodifiableList(new ArrayList<>(List.of(5L))))) {
            assertThatExceptionOfType(SessionDataException.class)
                    .isThrownBy(() -> engine.browser().signIn("ada").request(session -> session.put("x", value)))
                    .withMessageContainingAll("'x'", "Long", "Integer", "Attribute");
        }
        behind.put("n", 5);
        assertSteady(
                session -> session.put("x", Collections.unmodifiableMap(behind)),
                session -> session.map("x").get("n"));
    }

    @Test
    void whatHasNoTypeInJson_isRefused() {
        List<Object> values = List.of(
                Instant.EPOCH,
                new Date(0),
                UUID.randomUUID(),
                TimeUnit.DAYS,
                Set.of(1),
                new int[] {1},
                new byte[] {1},
                new String[] {"a"},
                'c',
                Optional.of("a"),
                new AtomicInteger(1),
                new StringBuilder("a"),
                Double.NaN,
                Float.POSITIVE_INFINITY);
        for (Object value : values) {
            for (Object put : List.of(value, List.of(value), Map.of("k", value))) {
                assertThatExceptionOfType(SessionDataException.class)
                        .isThrownBy(() -> engine.browser().signIn("ada").request(session -> session.put("x", put)))
                        .withMessageContaining("'x'");
            }
        }
    }

    @Test
    void ownMapsAndLists_holdWhatCantBeStored_untilItIsRefused() {
        PlainMap map = new PlainMap();
        map.put("n", Double.NaN);
        assertThat(map).containsEntry("n", Double.NaN);
        PlainList list = new PlainList();
        list.add(list);
        assertThat(list).hasSize(1);
        assertThatExceptionOfType(SessionDataException.class)
                .isThrownBy(() -> engine.browser()
                        .signIn("ada")
                        .request(session -> session.list("x").add(session.list("x"))))
                .withMessageContaining("'x'");
    }

    @Test
    void elementThatIsReplacedBehindTheMapsBack_isSteady_fromTheCommitOn() {
        TestEngine.Browser ada = engine.browser().signIn("ada");
        ada.request(session -> session.put("m", Map.of("n", 1)));
        Object now = ada.ask(session -> {
            session.map("m").entrySet().iterator().next().setValue(5L);
            session.commit();
            return session.map("m").get("n");
        });
        assertThat(now).isEqualTo(5);
        assertThat((Object) ada.ask(session -> session.map("m").get("n"))).isEqualTo(5);
    }
}
