package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.peruser.store.InMemorySessionStore;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;

/** What can be declared to count, and what is wrong with what can't. */
class CountedNumbersTest {
    record Amount(@JsonValue int value) {}

    record Size(int width, double depth) {}

    record Line(
            String product,
            int quantity,
            Double weight,
            AtomicInteger clicks,
            Amount amount,
            @JsonProperty("per-box") long perBox,
            @JsonFormat(shape = JsonFormat.Shape.STRING) BigDecimal price,
            @JsonUnwrapped Size size,
            Optional<Integer> gift,
            Kind kind,
            boolean isGift,
            List<Integer> scores,
            Map<String, Integer> stock,
            Object anything,
            Shape shape) {}

    enum Kind {
        ONE
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
    @JsonSubTypes(@JsonSubTypes.Type(value = Circle.class, name = "circle"))
    interface Shape {}

    record Circle(int radius) implements Shape {}

    record Cart(List<Line> lines, Line[] array, Map<String, Line> byProduct, Map<String, List<Line>> byShop) {}

    private static void build(UnaryOperator<Attribute.Builder<Cart>> options) {
        build(options.apply(Attribute.builder("cart", Cart.class)
                        .itemIdentityIn("lines", "product")
                        .itemIdentityIn("array", "product")
                        .itemIdentityIn("byShop.*", "product"))
                .build());
    }

    private static void build(Attribute<?> attribute) {
        PerUser.builder(new InMemorySessionStore()).attribute(attribute).build();
    }

    @Test
    void numbers_ofEachForm_canCount() {
        for (String name : List.of(
                "quantity",
                "weight",
                "clicks",
                "amount",
                "per-box",
                "width",
                "depth",
                "gift",
                "stock.*",
                "stock.tea",
                "anything",
                "shape.radius")) {
            for (String way : List.of("lines.", "array.", "byProduct.*.", "byProduct.tea.", "byShop.*.")) {
                assertThatCode(() -> build(cart -> cart.counts(way + name)))
                        .as(way + name)
                        .doesNotThrowAnyException();
            }
        }
    }

    @Test
    void numbersOfWholeMapsAndLists_canCount() {
        build(Attribute.builder("stock", new TypeReference<Map<String, Integer>>() {})
                .counts("*")
                .build());
        build(Attribute.builder("lines", new TypeReference<List<Line>>() {})
                .itemIdentity("product")
                .counts("quantity")
                .build());
        build(Attribute.builder("lines", new TypeReference<Map<String, List<Line>>>() {})
                .itemIdentity("product")
                .counts("*.quantity")
                .build());
        build(Attribute.builder("anything", Object.class).counts("some.number").build());
    }

    @Test
    void whatIsNoNumber_isRefused_withWhatItIs() {
        refused("lines.quantty", "'lines' has no property 'quantty', but product, quantity, weight");
        refused("quantity", "the value has no property 'quantity', but lines, array, byProduct, byShop");
        refused("byProduct.*.product", "'byProduct.*.product' is java.lang.String, not a number");
        refused("lines.kind", "not a number");
        refused("lines.isGift", "not a number");
        refused("lines.price", "'lines.price' is java.math.BigDecimal, not a number");
        refused("lines", "not a number");
        refused("lines.quantity.more", "'lines.quantity' is int, which has no properties");
        refused("lines.scores", "'lines.scores' is a list of numbers; only numbers of maps and objects can count");
        refused("lines.stock", "'lines.stock' is a map; if the numbers in it count, say \"lines.stock.*\"");
        refused("byProduct.*", "not a number");
    }

    private static void refused(String path, String reason) {
        assertThatIllegalArgumentException()
                .as(path)
                .isThrownBy(() -> build(cart -> cart.counts(path)))
                .withMessageContaining("attribute 'cart': counts(\"" + path + "\"): ")
                .withMessageContaining(reason);
    }

    @Test
    void elementsWithoutIdentity_cannotCount() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> build(Attribute.builder("cart", Cart.class)
                        .counts("lines.quantity")
                        .build()))
                .withMessageContaining("have no identity")
                .withMessageContaining("itemIdentityIn(\"lines\", …)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> build(Attribute.builder("cart", new TypeReference<List<Line>>() {})
                        .counts("quantity")
                        .build()))
                .withMessageContaining("itemIdentity(…)");
    }

    @Test
    void allMistakes_areToldAtOnce() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> build(cart -> cart.counts("lines.x").counts("array.y")))
                .withMessageContaining("'x'")
                .withMessageContaining("'y'");
    }

    @Test
    void pathsThatAreNone_areRefusedAtTheDeclaration() {
        Attribute.Builder<Cart> builder = Attribute.builder("cart", Cart.class).itemIdentityIn("lines", "product");
        for (String path : List.of("", " ", ".", "lines.", ".quantity", "lines..quantity")) {
            assertThatIllegalArgumentException()
                    .as(path)
                    .isThrownBy(() -> builder.counts(path))
                    .withMessageContaining("'cart'")
                    .withMessageContaining("counter()");
        }
        builder.counts("lines.quantity");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.counts("lines.quantity"))
                .withMessageContaining("declared twice");
        builder.counts("lines.product");
        assertThatIllegalArgumentException()
                .isThrownBy(builder::build)
                .withMessageContaining("counts what identifies the elements of its list");
    }

    @Test
    void bounds_areChecked() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Bounds.between(2, 1))
                .withMessageContaining("2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Bounds.atLeast(Double.NaN))
                .withMessageContaining("finite");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> build(cart -> cart.counts("lines.quantity", Bounds.atMost(1.5))))
                .withMessageContaining("is a whole number");
        build(cart -> cart.counts("lines.weight", Bounds.atMost(1.5)));
        assertThat(Bounds.between(0, 20)).hasToString("from 0 to 20").isEqualTo(Bounds.between(0, 20));
        assertThat(Bounds.atLeast(0)).hasToString("from 0 to any").isNotEqualTo(Bounds.atMost(0));
        assertThat(Bounds.none().clamp(BigDecimal.TEN)).isEqualTo(BigDecimal.TEN);
        assertThat(Bounds.between(1, 1).least()).contains(BigDecimal.ONE);
        assertThat(Bounds.between(1, 1).most()).contains(BigDecimal.ONE);
        assertThat(Bounds.between(1, 1)).hasSameHashCodeAs(Bounds.between(1, 1));
    }
}
