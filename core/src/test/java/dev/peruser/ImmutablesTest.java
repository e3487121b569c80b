package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.internal.session.Immutables;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which values need no second look for changes. One that is taken for immutable by mistake loses its changes. */
class ImmutablesTest {
    record Money(BigDecimal amount, String currency) {}

    record Price(Money money, Instant until, int units) {}

    record Basket(String owner, List<String> products) {}

    record Shelf(Basket basket) {}

    record Bytes(byte[] content) {}

    record Anything(Object content) {}

    record Chain(int number, @Nullable Chain next) {}

    record Folder(String name, @Nullable Entry first) {}

    record Entry(@Nullable Folder folder, List<String> tags) {}

    static final class Counter {
        int count;
    }

    static Stream<Object> immutable() {
        return Stream.of("text", 1, 2L, true, BigDecimal.ONE, Instant.EPOCH, new Money(BigDecimal.ONE, "EUR"), price());
    }

    static Stream<Object> changeable() {
        return Stream.of(
                new ArrayList<>(),
                new Counter(),
                new int[1],
                new StringBuilder(),
                new Basket("ada", new ArrayList<>()),
                new Shelf(new Basket("ada", new ArrayList<>())),
                new Bytes(new byte[1]),
                new Anything(new ArrayList<>()));
    }

    private static Price price() {
        return new Price(new Money(BigDecimal.ONE, "EUR"), Instant.EPOCH, 1);
    }

    @ParameterizedTest
    @MethodSource
    void immutable(Object value) {
        assertThat(Immutables.isImmutable(value)).isTrue();
    }

    @ParameterizedTest
    @MethodSource
    void changeable(Object value) {
        assertThat(Immutables.isImmutable(value)).isFalse();
    }

    @Test
    void recordsThatHoldOneAnother_areToldWithoutAnEnd_andAreNotSure() {
        assertThat(Immutables.isImmutable(new Folder("a", null))).isFalse();
        assertThat(Immutables.isImmutable(new Entry(null, new ArrayList<>()))).isFalse();
        assertThat(Immutables.isImmutable(new Chain(1, null))).isFalse();
    }

    @Test
    void listInARecord_changedInPlace_isSaved() {
        Attribute<Basket> basket = Attribute.of("basket", Basket.class);
        TestEngine engine = new TestEngine(builder -> builder.attribute(basket));
        TestEngine.Browser ada = engine.browser().signIn("ada");
        ada.request(session -> session.put(basket, new Basket("ada", new ArrayList<>(List.of("lamp")))));
        ada.request(session -> session.get(basket).products().add("rug"));
        ada.request(session -> assertThat(session.get(basket).products()).containsExactly("lamp", "rug"));
    }
}
