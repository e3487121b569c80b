package dev.peruser;

import static dev.peruser.ReadBackFixture.assertNotDeclared;
import static dev.peruser.ReadBackFixture.assertRefused;
import static dev.peruser.ReadBackFixture.engine;
import static dev.peruser.ReadBackFixture.item;
import static dev.peruser.ReadBackFixture.readBack;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.peruser.ReadBackFixture.Item;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;

/** What is acknowledged can be read again as it was: a value of which that isn't so is refused when it is saved. */
class ReadBackTest {
    static final class FinalLines {
        private final List<String> lines = new ArrayList<>();

        public List<String> getLines() {
            return lines;
        }
    }

    @Test
    void aFinalCollectionWithoutAConstructor_isReadBack() {
        Attribute<FinalLines> cart = Attribute.builder("cart", FinalLines.class)
                .defaultValue(FinalLines::new)
                .build();
        TestEngine engine = engine(cart);
        engine.browser().signIn("ada").request(session -> session.put(cart, new FinalLines()));
        engine.browser()
                .signIn("ada")
                .request(session -> session.get(cart).getLines().add("green tea"));
        engine.browser()
                .signIn("ada")
                .request(session -> assertThat(session.get(cart).getLines()).containsExactly("green tea"));
    }

    /** A collection that nothing can set: it is made anew each time. */
    static final class Unsettable {
        private final transient List<String> lines = new ArrayList<>();

        public List<String> getLines() {
            return lines;
        }
    }

    @Test
    void aCollectionThatNothingSets_isRefusedWithTheFirstElement() {
        Attribute<Unsettable> cart = Attribute.builder("cart", Unsettable.class)
                .defaultValue(Unsettable::new)
                .build();
        TestEngine engine = engine(cart);
        engine.browser().signIn("ada").request(session -> session.put(cart, new Unsettable()));
        assertRefused(engine, session -> session.get(cart).getLines().add("green tea"))
                .withMessageContaining("'cart'")
                .withMessageContaining("'lines'")
                .withMessageContaining("setter")
                .withMessageNotContaining("green tea");
        engine.browser()
                .signIn("ada")
                .request(session -> assertThat(session.get(cart).getLines()).isEmpty());
    }

    static final class NoGetters {
        private String theme;

        boolean isDarkerThan(NoGetters other) {
            return theme.compareTo(other.theme) < 0;
        }
    }

    static final class BesideAGetter {
        private int secret;
        public String name;

        public int getLength() {
            return name == null ? 0 : name.length() + secret;
        }
    }

    static final class Named extends ArrayList<String> {
        private static final long serialVersionUID = 1;
        String coupon;
    }

    record Nested(Map<String, List<Optional<NoGetters>>> inside) {}

    @Test
    void fieldsThatNothingWrites_areRefusedWhereTheTypeIsDeclared() {
        assertNotDeclared(Attribute.of("look", NoGetters.class), "theme", "getter", "transient");
        assertNotDeclared(Attribute.of("beside", BesideAGetter.class), "secret");
        assertNotDeclared(Attribute.of("named", Named.class), "coupon", "elements");
        assertNotDeclared(Attribute.of("nested", Nested.class), "theme", "NoGetters");
        assertNotDeclared(Attribute.of("bits", BitSet.class), "java.util.BitSet", "module");
        assertNotDeclared(Attribute.of("password", WriteOnlyProperty.class), "password");
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
    @JsonSubTypes({@JsonSubTypes.Type(Whole.class), @JsonSubTypes.Type(Partial.class)})
    interface Part {}

    record Whole(String name) implements Part {}

    static final class Partial implements Part {
        public String name = "n";
        private int secret;

        Partial with(int value) {
            secret = value;
            return this;
        }

        @JsonIgnore
        int doubled() {
            return 2 * secret;
        }
    }

    @Test
    void fieldOfASubclassThatNothingWrites_isRefusedWithItsFirstInstance() {
        Attribute<List<Part>> parts =
                Attribute.builder("parts", new TypeReference<List<Part>>() {}).build();
        TestEngine engine = engine(parts);
        assertThat(readBack(engine, parts, List.of(new Whole("a")))).containsExactly(new Whole("a"));
        assertRefused(engine, session -> session.put(parts, List.of(new Partial().with(3))))
                .withMessageContainingAll("'[]'", "secret");
    }

    static final class Derived {
        private final String name;
        private final int length;

        @JsonCreator
        Derived(@JsonProperty("name") String name) {
            this(name, name.length());
        }

        private Derived(String name, int length) {
            this.name = name;
            this.length = length;
        }

        public String getName() {
            return name;
        }

        boolean isLongerThan(Derived other) {
            return length > other.length;
        }
    }

    @Test
    void fieldThatFollowsFromTheRest_isNoReasonToRefuse_unlessItDiffers() {
        Attribute<Derived> derived = Attribute.of("derived", Derived.class);
        TestEngine engine = engine(derived);
        assertThat(readBack(engine, derived, new Derived("tea")).getName()).isEqualTo("tea");
        assertRefused(engine, session -> session.put(derived, new Derived("tea", 7)))
                .withMessageContainingAll("'length'", "transient");
    }

    static final class ReadOnlyProperty {
        @JsonProperty(access = JsonProperty.Access.READ_ONLY)
        public int count = 1;
    }

    @Test
    void aPropertyThatIsOnlyWritten_isRefused_onceItDiffersFromItsDefault() {
        Attribute<ReadOnlyProperty> one = Attribute.of("one", ReadOnlyProperty.class);
        TestEngine engine = engine(one);
        engine.browser().signIn("ada").request(session -> session.put(one, new ReadOnlyProperty()));
        ReadOnlyProperty more = new ReadOnlyProperty();
        more.count = 2;
        assertRefused(engine, session -> session.put(one, more)).withMessageContaining("'count'");
    }

    static final class WriteOnlyProperty {
        @JsonProperty(access = JsonProperty.Access.WRITE_ONLY)
        public String password;

        public String name = "n";
    }

    static final class NotKept {
        public String name;
        private transient int looked;

        @JsonIgnore
        private int touched;

        private final Object lock = new Object();
    }

    @Test
    void whatIsMarkedAsNotKept_isNoReasonToRefuse() {
        Attribute<NotKept> one = Attribute.of("one", NotKept.class);
        NotKept value = new NotKept();
        value.name = "n";
        value.looked = 3;
        value.touched = 4;
        NotKept read = readBack(engine(one), one, value);
        assertThat(read.name).isEqualTo("n");
        assertThat(read.looked + read.touched).isZero();
        assertThat(read.lock).isNotNull();
    }

    static final class WithTotal {
        public List<Integer> prices = new ArrayList<>();

        public int getTotal() {
            return prices.stream().mapToInt(price -> price).sum();
        }

        @JsonProperty("empty")
        public boolean isEmpty() {
            return prices.isEmpty();
        }
    }

    @Test
    void gettersThatComputeFromTheRest_areNoReasonToRefuse() {
        Attribute<WithTotal> cart = Attribute.builder("cart", WithTotal.class)
                .defaultValue(WithTotal::new)
                .build();
        TestEngine engine = engine(cart);
        engine.browser()
                .signIn("ada")
                .request(session -> session.get(cart).prices.add(0));
        engine.browser()
                .signIn("ada")
                .request(session -> session.get(cart).prices.add(7));
        assertThat((Object) engine.browser()
                        .signIn("ada")
                        .ask(session -> session.get(cart).getTotal()))
                .isEqualTo(7);
    }

    // ---- what is looked at again

    /** Counts how often it is read. */
    static final class Counted {
        private static final AtomicInteger READ = new AtomicInteger();

        public String name;
        public List<String> tags = new ArrayList<>();
        public Item item;

        @JsonCreator
        Counted() {
            READ.incrementAndGet();
        }

        static Counted of(String name, Item item, String... tags) {
            Counted counted = new Counted();
            counted.name = name;
            counted.item = item;
            counted.tags.addAll(List.of(tags));
            return counted;
        }
    }

    @Test
    void valueOfAShapeThatWasSeen_isNotReadBackAgain_andAnotherIs() {
        Attribute<Map<String, Counted>> counted = Attribute.builder(
                        "counted", new TypeReference<Map<String, Counted>>() {})
                .build();
        TestEngine engine = engine(counted);
        TestEngine.Browser ada = engine.browser().signIn("ada");
        assertThat(readBacks(ada, counted, Counted.of("", null))).as("first").isPositive();
        assertThat(readBacks(ada, counted, Counted.of("", null))).as("the same").isZero();
        assertThat(readBacks(ada, counted, Counted.of("n", null))).as("a name").isPositive();
        assertThat(readBacks(ada, counted, Counted.of("other", null))).isZero();
        assertThat(readBacks(ada, counted, Counted.of("n", null, "a")))
                .as("a tag")
                .isPositive();
        assertThat(readBacks(ada, counted, Counted.of("n", null, "b", "c"))).isZero();
        assertThat(readBacks(ada, counted, Counted.of("n", item(new Item(), "a"))))
                .as("an item")
                .isPositive();
        assertThat(readBacks(ada, counted, Counted.of("", item(new Item(), "b"), "a")))
                .isZero();
    }

    /** Each under a key of its own, in an empty session: so nothing else reads. */
    private static int readBacks(TestEngine.Browser browser, Attribute<Map<String, Counted>> counted, Counted value) {
        browser.request(session -> session.remove(counted));
        Map<String, Counted> map = new HashMap<>(Map.of("key " + value.name + value.tags, value));
        Counted.READ.set(0);
        browser.request(session -> session.put(counted, map));
        return Counted.READ.get();
    }
}
