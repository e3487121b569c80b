package dev.peruser.it.values;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import lombok.Builder;
import lombok.Data;
import lombok.Value;
import lombok.extern.jackson.Jacksonized;
import org.immutables.value.Value.Immutable;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonPOJOBuilder;

/** What people put into sessions. */
final class Classes {
    private Classes() {}

    record Line(String product, int quantity, BigDecimal price) {}

    record Cart(List<Line> lines, String coupon, LocalDate until) {}

    record Box<T>(T content) {}

    @Data
    static class Bean {
        private String name;
        private List<String> tags = new ArrayList<>();
    }

    static class PublicFields {
        public String name;
        public int count;

        @Override
        public boolean equals(Object other) {
            return other instanceof PublicFields it && name.equals(it.name) && count == it.count;
        }

        @Override
        public int hashCode() {
            return Objects.hash(name, count);
        }
    }

    /** Immutable, with a constructor that says what its parameters are. */
    static final class Annotated {
        private final String name;
        private final int size;

        @JsonCreator
        Annotated(@JsonProperty("name") String first, @JsonProperty("size") int second) {
            this.name = first;
            this.size = second;
        }

        public String getName() {
            return name;
        }

        public int getSize() {
            return size;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Annotated it && name.equals(it.name) && size == it.size;
        }

        @Override
        public int hashCode() {
            return Objects.hash(name, size);
        }
    }

    static class FinalLines {
        private final List<String> lines = new ArrayList<>();

        public List<String> getLines() {
            return lines;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof FinalLines that && lines.equals(that.lines);
        }

        @Override
        public int hashCode() {
            return lines.hashCode();
        }
    }

    static class NoGetters {
        private final String theme;

        NoGetters() {
            this("light");
        }

        NoGetters(String theme) {
            this.theme = theme;
        }

        boolean isDarkerThan(NoGetters other) {
            return theme.compareTo(other.theme) < 0;
        }
    }

    @Value
    static class LombokValue {
        String name;
        int size;
    }

    @Value
    @Builder
    static class LombokBuilder {
        String name;
        int size;
    }

    @Value
    @Builder
    @Jacksonized
    static class LombokJacksonized {
        String name;

        @Builder.Default
        int size = 1;
    }

    @Immutable
    @JsonDeserialize(as = ImmutablePoint.class)
    interface Point {
        int x();

        int y();

        List<String> labels();
    }

    @Immutable
    @JsonDeserialize(builder = Spot.Builder.class)
    interface Spot {
        @JsonProperty
        int x();

        @JsonProperty
        List<String> labels();

        @JsonPOJOBuilder(withPrefix = "")
        final class Builder extends ImmutableSpot.Builder {}
    }

    interface Shape {}

    record Circle(int radius) implements Shape {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
    @JsonSubTypes({@JsonSubTypes.Type(Card.class), @JsonSubTypes.Type(Cash.class)})
    sealed interface Payment permits Card, Cash {}

    record Card(String last4) implements Payment {}

    record Cash() implements Payment {}

    @Data
    static class Item {
        private String name;
    }

    @Data
    static class Gift extends Item {
        private String wish;

        @Override
        public boolean equals(Object other) {
            return other instanceof Gift it && super.equals(it) && Objects.equals(wish, it.wish);
        }

        @Override
        public int hashCode() {
            return Objects.hash(super.hashCode(), wish);
        }
    }

    enum Size {
        SMALL,
        LARGE {
            @Override
            int factor() {
                return 2;
            }
        };

        int factor() {
            return 1;
        }
    }

    enum Ambiguous {
        ONE,
        TWO;

        @Override
        public String toString() {
            return "number";
        }
    }

    /** Money as one text. */
    record Money(BigDecimal amount, Currency currency) {
        @JsonCreator
        static Money parse(String text) {
            String[] parts = text.split(" ", -1);
            return new Money(new BigDecimal(parts[0]), Currency.getInstance(parts[1]));
        }

        @JsonValue
        String text() {
            return amount + " " + currency;
        }
    }

    /** Money that is rounded when it is written. */
    record RoundedMoney(BigDecimal amount) {
        @JsonCreator
        static RoundedMoney parse(String text) {
            return new RoundedMoney(new BigDecimal(text));
        }

        @JsonValue
        String text() {
            return amount.setScale(2, RoundingMode.HALF_UP).toString();
        }
    }

    record ObjectKey(String sku, String color) {}

    record Maybe(Optional<String> note, Optional<Line> line) {}

    record Things(Collection<String> things) {}

    record Facts(Map<String, Object> facts) {}

    record Function(Supplier<String> name) {}

    @Data
    static class WithTotal {
        private List<Line> lines = new ArrayList<>();

        public BigDecimal getTotal() {
            return lines.stream()
                    .map(line -> line.price().multiply(BigDecimal.valueOf(line.quantity())))
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
        }
    }

    @Data
    static class WithAge {
        private String name;

        public long getNanos() {
            return System.nanoTime();
        }
    }

    /** One of the class around it. */
    final class Inner {
        public String name;
    }

    Inner newInner() {
        return new Inner();
    }

    static Classes outer() {
        return new Classes();
    }

    static class NamedList extends ArrayList<String> {
        private static final long serialVersionUID = 1;
        String name;
    }

    @Data
    static class Parent {
        private String name;

        @com.fasterxml.jackson.annotation.JsonManagedReference
        private List<Child> children = new ArrayList<>();

        @Override
        public String toString() {
            return name;
        }
    }

    static class Child {
        public String name;

        @com.fasterxml.jackson.annotation.JsonBackReference
        public Parent parent;

        @Override
        public boolean equals(Object other) {
            return other instanceof Child it
                    && name.equals(it.name)
                    && parent.getName().equals(it.parent.getName());
        }

        @Override
        public int hashCode() {
            return name.hashCode();
        }
    }
}
