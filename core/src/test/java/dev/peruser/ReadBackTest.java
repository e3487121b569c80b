package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIdentityInfo;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.ObjectIdGenerators;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Calendar;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;

/** What is acknowledged can be read again as it was: a value of which that isn't so is refused when it is saved. */
class ReadBackTest {

    private static TestEngine engine(Attribute<?> attribute) {
        return new TestEngine(builder -> builder.attribute(attribute));
    }

    private static ThrowableAssertAlternative<SessionDataException> assertRefused(
            TestEngine engine, Consumer<UserSession> work) {
        TestEngine.Browser ada = engine.browser().signIn("ada");
        Visit visit = ada.begin();
        return assertThatExceptionOfType(SessionDataException.class)
                .isThrownBy(() -> {
                    work.accept(visit.session());
                    visit.commit();
                })
                .withMessageContaining("Nothing was saved");
    }

    private static <T> T readBack(TestEngine engine, Attribute<T> attribute, T value) {
        engine.browser().signIn("ada").request(session -> session.put(attribute, value));
        return engine.browser().signIn("ada").ask(session -> session.get(attribute));
    }

    // ---- what is written and not read

    static final class FinalLines {
        private final List<String> lines = new ArrayList<>();

        public List<String> getLines() {
            return lines;
        }
    }

    @Test
    void aFinalCollectionWithoutAConstructor_isRefusedWithTheFirstElement() {
        Attribute<FinalLines> cart = Attribute.builder("cart", FinalLines.class)
                .defaultValue(FinalLines::new)
                .build();
        TestEngine engine = engine(cart);
        engine.browser().signIn("ada").request(session -> session.put(cart, new FinalLines()));
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

    // ---- classes

    static class Item {
        public String name;
    }

    static final class Gift extends Item {
        public String wish;
    }

    static final class Marked extends Item {}

    private static Item item(Item item, String name) {
        item.name = name;
        return item;
    }

    private static final Attribute<List<Item>> ITEMS = Attribute.builder("items", new TypeReference<List<Item>>() {})
            .defaultValue(ArrayList::new)
            .build();

    @Test
    void aSubclassInAListOfItsParent_isRefused_thoughOthersOfTheListWereSaved() {
        TestEngine engine = engine(ITEMS);
        engine.browser().signIn("ada").request(session -> session.get(ITEMS).add(item(new Item(), "tea")));
        assertRefused(engine, session -> session.get(ITEMS).add(item(new Gift(), "cup")))
                .withMessageContaining("'[]'")
                .withMessageContaining("Gift")
                .withMessageContaining("@JsonTypeInfo")
                .withMessageNotContaining("cup");
        assertRefused(engine, session -> session.get(ITEMS).add(item(new Marked(), "cup")))
                .withMessageContaining("Marked");
    }

    @Test
    void aSubclass_thatWasSavedUnderAnAttributeOfItsOwn_isRefusedInAListOfItsParent() {
        Attribute<Gift> gift = Attribute.of("gift", Gift.class);
        TestEngine engine = new TestEngine(builder -> builder.attribute(ITEMS).attribute(gift));
        engine.browser().signIn("ada").request(session -> session.put(gift, (Gift) item(new Gift(), "cup")));
        assertRefused(engine, session -> session.get(ITEMS).add(item(new Gift(), "cup")));
    }

    @Test
    void aRefusedValue_leavesWhatWasStored_andOthersCanBeSaved() {
        TestEngine engine = engine(ITEMS);
        engine.browser().signIn("ada").request(session -> session.get(ITEMS).add(item(new Item(), "tea")));
        assertRefused(engine, session -> session.get(ITEMS).add(item(new Gift(), "cup")));
        engine.browser().signIn("ada").request(session -> session.get(ITEMS).add(item(new Item(), "pot")));
        assertThat((Object) engine.browser()
                        .signIn("ada")
                        .ask(session ->
                                session.get(ITEMS).stream().map(one -> one.name).toList()))
                .isEqualTo(List.of("tea", "pot"));
    }

    record Box<T>(T content) {}

    record Shelf(Box<Item> items, Box<Gift> gifts) {}

    @Test
    void aSubclassInAGenericClass_isRefused_whereItsParentIsDeclared() {
        Attribute<Shelf> shelf = Attribute.of("shelf", Shelf.class);
        TestEngine engine = engine(shelf);
        Gift gift = (Gift) item(new Gift(), "cup");
        engine.browser()
                .signIn("ada")
                .request(session -> session.put(shelf, new Shelf(new Box<>(item(new Item(), "a")), new Box<>(gift))));
        assertRefused(engine, session -> session.put(shelf, new Shelf(new Box<>(gift), new Box<>(gift))))
                .withMessageContaining("'items.content'");
    }

    interface Shape {}

    record Circle(int radius) implements Shape {}

    record Drawing(String name, Shape shape) {}

    @Test
    void anInterface_isRefusedWithItsFirstImplementation() {
        Attribute<Drawing> drawing = Attribute.of("drawing", Drawing.class);
        TestEngine engine = engine(drawing);
        engine.browser().signIn("ada").request(session -> session.put(drawing, new Drawing("none", null)));
        assertRefused(engine, session -> session.put(drawing, new Drawing("circle", new Circle(3))))
                .withMessageContaining("'shape'")
                .withMessageContaining("abstract");
    }

    // ---- numbers and collections without a type of their own

    @Test
    void aNumberInAMapOfObjects_thatWouldComeBackAsAnother_isRefused() {
        Attribute<Map<String, Object>> facts = Attribute.builder("facts", new TypeReference<Map<String, Object>>() {})
                .build();
        TestEngine engine = engine(facts);
        engine.browser()
                .signIn("ada")
                .request(session -> session.put(facts, new HashMap<>(Map.of("a", 5_000_000_000L, "b", 1))));
        for (Object number : List.of(1L, 1.5, 1.5f, (short) 1)) {
            assertRefused(engine, session -> session.put(facts, new HashMap<>(Map.of("secret key", number))))
                    .withMessageContaining(number.getClass().getName())
                    .withMessageContaining("Object")
                    .withMessageNotContaining("secret key");
        }
    }

    record Bag(Collection<String> things) {}

    @Test
    void aSetThatWouldComeBackAsAList_isRefused() {
        Attribute<Bag> bag = Attribute.of("bag", Bag.class);
        TestEngine engine = engine(bag);
        engine.browser().signIn("ada").request(session -> session.put(bag, new Bag(List.of("a"))));
        assertRefused(engine, session -> session.put(bag, new Bag(new LinkedHashSet<>(List.of("b", "a")))))
                .withMessageContaining("'things'")
                .withMessageContaining("a set");
    }

    @Test
    void aSetInAnotherOrder_isEqual() {
        Attribute<Set<String>> set =
                Attribute.builder("set", new TypeReference<Set<String>>() {}).build();
        Set<String> inOrder = new LinkedHashSet<>(List.of("zebra", "ant", "bee", "cow", "dog", "elk"));
        assertThat(readBack(engine(set), set, inOrder)).isEqualTo(inOrder);
    }

    @Test
    void aSortedSetWithAnOrderOfItsOwn_isRefused() {
        Attribute<TreeSet<String>> set = Attribute.builder("set", new TypeReference<TreeSet<String>>() {})
                .build();
        TreeSet<String> downwards = new TreeSet<>((one, other) -> other.compareTo(one));
        downwards.addAll(List.of("a", "b"));
        assertRefused(engine(set), session -> session.put(set, downwards));
    }

    // ---- what looks the same and isn't

    enum Size {
        SMALL,
        LARGE;

        @Override
        public String toString() {
            return "size";
        }
    }

    @Test
    void anEnumOfWhichTwoConstantsHaveTheSameText_isRefusedForTheOther() {
        Attribute<Size> size = Attribute.of("size", Size.class);
        TestEngine engine = engine(size);
        List<Size> refused = new ArrayList<>();
        for (Size one : Size.values()) {
            try {
                engine.browser().signIn("ada").request(session -> session.put(size, one));
                assertThat((Object) engine.browser().signIn("ada").ask(session -> session.get(size)))
                        .isEqualTo(one);
            } catch (SessionDataException e) {
                refused.add(one);
            }
        }
        assertThat(refused).hasSize(1);
    }

    @Test
    void calendarOfAnotherZone_isRefused_thoughOneOfUtcWasSaved() {
        Attribute<Calendar> when = Attribute.of("when", Calendar.class);
        TestEngine engine = engine(when);
        Calendar utc = Calendar.getInstance(TimeZone.getTimeZone("UTC"));
        try {
            engine.browser().signIn("ada").request(session -> session.put(when, utc));
        } catch (SessionDataException e) {
            assertThat(e).hasMessageContaining("Instant");
        }
        assertRefused(engine, session -> session.put(when, Calendar.getInstance(TimeZone.getTimeZone("Asia/Tokyo"))))
                .withMessageContaining("Instant");
    }

    static final class Point {
        public int x;
        public int y;

        @Override
        public String toString() {
            return "a point";
        }
    }

    @Test
    void mapWithObjectsAsKeys_isRefused() {
        Attribute<Map<Point, String>> map = Attribute.builder("map", new TypeReference<Map<Point, String>>() {})
                .build();
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> engine(map))
                .withMessageContaining("'map'");
    }

    record Maybe(Optional<Item> item) {}

    @Test
    void whatIsInAnOptional_isLookedAt() {
        Attribute<Maybe> maybe = Attribute.of("maybe", Maybe.class);
        TestEngine engine = engine(maybe);
        assertThat(readBack(engine, maybe, new Maybe(Optional.empty())).item()).isEmpty();
        assertThat(readBack(engine, maybe, new Maybe(Optional.of(item(new Item(), "a"))))
                        .item()
                        .orElseThrow()
                        .name)
                .isEqualTo("a");
        assertRefused(engine, session -> session.put(maybe, new Maybe(Optional.of(item(new Gift(), "a")))))
                .withMessageContaining("'item'");
    }

    record Rows(Item[] rows) {}

    @Test
    void whatIsInAnArray_isLookedAt() {
        Attribute<Rows> rows = Attribute.of("rows", Rows.class);
        TestEngine engine = engine(rows);
        assertThat(readBack(engine, rows, new Rows(new Item[] {item(new Item(), "a")}))
                        .rows()[0]
                        .name)
                .isEqualTo("a");
        assertRefused(engine, session -> session.put(rows, new Rows(new Item[] {item(new Gift(), "a")})))
                .withMessageContaining("'rows[]'");
    }

    // ---- what the type alone tells

    static final class OnlyText {
        private final String name;

        OnlyText(String first) {
            this.name = first;
        }

        public String getName() {
            return name;
        }
    }

    static final class TwoParameters {
        private final String name;
        private final int size;

        TwoParameters(String first, int second) {
            this.name = first;
            this.size = second;
        }

        public String getName() {
            return name;
        }

        public int getSize() {
            return size;
        }
    }

    private static void assertNotDeclared(Attribute<?> attribute, String... words) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> engine(attribute))
                .withMessageContainingAll("'" + attribute.name() + "'")
                .withMessageContainingAll(words);
    }

    @Test
    void typeThatCantBeMade_isRefusedWhereItIsDeclared() {
        assertNotDeclared(Attribute.of("text", OnlyText.class), "@JsonCreator");
        assertNotDeclared(Attribute.of("two", TwoParameters.class), "-parameters");
        assertNotDeclared(Attribute.of("shape", Shape.class), "@JsonTypeInfo");
        assertNotDeclared(
                Attribute.builder("shapes", new TypeReference<List<Shape>>() {}).build(), "@JsonTypeInfo");
        assertNotDeclared(Attribute.of("inner", Inner.class), "Inner");
    }

    final class Inner {
        public String name;
    }

    @JsonIdentityInfo(generator = ObjectIdGenerators.IntSequenceGenerator.class)
    static final class Node {
        public String name;
        public List<Node> next = new ArrayList<>();
    }

    @Test
    void objectsWithIds_thatLeadBackToThemselves_areReadBack() {
        Attribute<Node> graph = Attribute.of("graph", Node.class);
        Node node = new Node();
        node.name = "a";
        node.next.add(node);
        TestEngine engine = engine(graph);
        for (int i = 0; i < 2; i++) {
            Node read = readBack(engine, graph, node);
            assertThat(read.next.get(0)).isSameAs(read);
            node.name = "b";
        }
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
