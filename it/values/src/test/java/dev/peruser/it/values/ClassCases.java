package dev.peruser.it.values;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.Attribute;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Calendar;
import java.util.Currency;
import java.util.Date;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.core.type.TypeReference;

/** Values of the classes in the table of docs/guide/values.md, by what the table calls them. */
final class ClassCases {
    private final Map<String, ClassCase<?>> cases = new LinkedHashMap<>();

    @SafeVarargs
    private <T> void of(String name, Class<T> type, T... values) {
        cases.put(name, new ClassCase<>(Attribute.of("value", type), List.of(values)));
    }

    @SafeVarargs
    private <T> void of(String name, TypeReference<T> type, T... values) {
        cases.put(name, new ClassCase<>(Attribute.builder("value", type).build(), List.of(values)));
    }

    private static Classes.Item item(String name) {
        Classes.Item item = new Classes.Item();
        item.setName(name);
        return item;
    }

    private static Classes.Gift gift(String name, String wish) {
        Classes.Gift gift = new Classes.Gift();
        gift.setName(name);
        gift.setWish(wish);
        return gift;
    }

    ClassCases() throws Exception {
        java();
        libraries();
        collections();
        jdk();
    }

    private void java() throws Exception {
        Classes.Line tea = new Classes.Line("tea", 2, new BigDecimal("4.50"));
        Classes.Cart cart = new Classes.Cart(List.of(tea), "SPRING", LocalDate.of(2026, 5, 1));
        of("record, records in a list in it", Classes.Cart.class, cart, new Classes.Cart(List.of(), null, null));
        of("generic record", new TypeReference<Classes.Box<Classes.Line>>() {}, new Classes.Box<>(tea));
        of("generic record of `Object`", new TypeReference<Classes.Box<Object>>() {}, new Classes.Box<>(tea));
        Classes.PublicFields fields = new Classes.PublicFields();
        fields.name = "n";
        fields.count = 3;
        of("class with public fields", Classes.PublicFields.class, fields);
        of("immutable class with `@JsonCreator`", Classes.Annotated.class, new Classes.Annotated("n", 3));
        unnamed("class with one constructor, compiled without `-parameters`");
        Classes.FinalLines lines = new Classes.FinalLines();
        lines.getLines().add("tea");
        of("class with a final list and a getter", Classes.FinalLines.class, lines);
        of("class with private fields and no getters", Classes.NoGetters.class, new Classes.NoGetters("dark"));
        Classes.WithTotal total = new Classes.WithTotal();
        total.getLines().add(tea);
        of("class with a getter that computes a total", Classes.WithTotal.class, new Classes.WithTotal(), total);
        Classes.WithAge age = new Classes.WithAge();
        age.setName("n");
        of("class with a getter that computes from the time", Classes.WithAge.class, age);
        of(
                "inner class that is not static",
                Classes.Inner.class,
                Classes.outer().newInner());
        of("interface", Classes.Shape.class, new Classes.Circle(3));
        of(
                "sealed interface with `@JsonTypeInfo`",
                Classes.Payment.class,
                new Classes.Card("1234"),
                new Classes.Cash());
        of(
                "list with a subclass of its elements' class",
                new TypeReference<List<Classes.Item>>() {},
                List.of(item("a")),
                List.of(item("a"), gift("b", "soon")));
        of(
                "list of a sealed interface with `@JsonTypeInfo`",
                new TypeReference<List<Classes.Payment>>() {},
                List.of(new Classes.Cash(), new Classes.Card("1234")));
        Classes.Parent parent = new Classes.Parent();
        parent.setName("p");
        Classes.Child child = new Classes.Child();
        child.name = "c";
        child.parent = parent;
        parent.getChildren().add(child);
        of("parent and children with `@JsonManagedReference`", Classes.Parent.class, parent);
        of("enum, constants with bodies", Classes.Size.class, Classes.Size.values());
        of("enum of which two constants have the same `toString`", Classes.Ambiguous.class, Classes.Ambiguous.values());
        of(
                "money with `@JsonValue` and `@JsonCreator`",
                Classes.Money.class,
                new Classes.Money(new BigDecimal("1.50"), Currency.getInstance("EUR")));
        of(
                "money that is rounded when it is written",
                Classes.RoundedMoney.class,
                new Classes.RoundedMoney(new BigDecimal("1.505")));
        of(
                "`Optional` in a record",
                Classes.Maybe.class,
                new Classes.Maybe(Optional.empty(), Optional.of(tea)),
                new Classes.Maybe(Optional.of("n"), Optional.empty()));
        of("lambda", Classes.Function.class, new Classes.Function(() -> "n"));
    }

    private void libraries() {
        Classes.Bean bean = new Classes.Bean();
        bean.setName("n");
        bean.getTags().add("t");
        of("Lombok `@Data`", Classes.Bean.class, bean);
        of("Lombok `@Value`, compiled with `-parameters`", Classes.LombokValue.class, new Classes.LombokValue("n", 3));
        of(
                "Lombok `@Value` and `@Builder`",
                Classes.LombokBuilder.class,
                Classes.LombokBuilder.builder().name("n").size(3).build());
        of(
                "Lombok `@Value`, `@Builder` and `@Jacksonized`",
                Classes.LombokJacksonized.class,
                Classes.LombokJacksonized.builder().name("n").build());
        of(
                "Immutables, as they are",
                Classes.Point.class,
                ImmutablePoint.builder().x(1).y(2).addLabels("a").build());
        of(
                "Immutables, with `@JsonProperty` and a `@JsonPOJOBuilder`",
                Classes.Spot.class,
                new Classes.Spot.Builder().x(1).addLabels("a").build());
        KotlinMoney money = new KotlinMoney(new BigDecimal("4.50"), Currency.getInstance("EUR"));
        KotlinCart cart = new KotlinCart(List.of(new KotlinLine("tea", 2, money)), "SPRING", true);
        of("Kotlin data class, with the module", KotlinCart.class, cart, new KotlinCart(List.of(), null, false));
        of("Kotlin data class, without the module", KotlinCart.class, cart);
        KotlinSettings settings = new KotlinSettings();
        settings.setTheme("dark");
        of("Kotlin class with `var`", KotlinSettings.class, settings);
        KotlinSettings recent = new KotlinSettings();
        recent.getRecent().add("tea");
        of("Kotlin class with a `val` that is a mutable list", KotlinSettings.class, recent);
    }

    private void collections() {
        of(
                "`List`, `Set`, `Map` of text and numbers",
                new TypeReference<Map<String, List<Integer>>>() {},
                Map.of("a", List.of(1)));
        of(
                "`Set`, in whatever order",
                new TypeReference<Set<String>>() {},
                new LinkedHashSet<>(List.of("z", "b", "a")));
        of("`TreeSet` with a comparator of its own", new TypeReference<TreeSet<String>>() {}, reversed("a", "b"));
        of("`EnumSet`", new TypeReference<EnumSet<Classes.Size>>() {}, EnumSet.of(Classes.Size.LARGE));
        of(
                "`EnumMap`",
                new TypeReference<EnumMap<Classes.Size, Integer>>() {},
                new EnumMap<>(Map.of(Classes.Size.LARGE, 1)));
        of(
                "`Collection` that is a set",
                Classes.Things.class,
                new Classes.Things(List.of("a")),
                new Classes.Things(Set.of("a")));
        of("`ArrayDeque`", new TypeReference<ArrayDeque<String>>() {}, new ArrayDeque<>(List.of("b", "a")));
        of(
                "map with numbers, dates or ids as keys",
                new TypeReference<Map<LocalDate, Map<Integer, Map<UUID, Integer>>>>() {},
                Map.of(LocalDate.of(2026, 5, 1), Map.of(3, Map.of(new UUID(1, 2), 4))));
        of(
                "map with objects as keys",
                new TypeReference<Map<Classes.ObjectKey, Integer>>() {},
                Map.of(new Classes.ObjectKey("tea", "green"), 1));
        of(
                "map of `Object`, with whole numbers as `Integer` and others as `BigDecimal`",
                Classes.Facts.class,
                new Classes.Facts(Map.of("a", 1, "b", new BigDecimal("1.5"), "c", List.of("d"))));
        of("map of `Object`, with a `Long`", Classes.Facts.class, new Classes.Facts(Map.of("a", 1L)));
        of(
                "map of `Object`, with a record",
                Classes.Facts.class,
                new Classes.Facts(Map.of("a", new Classes.Circle(1))));
        Classes.NamedList named = new Classes.NamedList();
        named.add("a");
        named.name = "n";
        of("subclass of `ArrayList` with a field", Classes.NamedList.class, named);
        of("arrays", Classes.Line[][].class, new Classes.Line[][] {{new Classes.Line("tea", 1, null)}, {}});
        of("`byte[]`", byte[].class, new byte[] {1, -1, 0});
    }

    private static TreeSet<String> reversed(String... elements) {
        TreeSet<String> reversed = new TreeSet<>((one, other) -> other.compareTo(one));
        reversed.addAll(List.of(elements));
        return reversed;
    }

    private record Times(
            Instant instant,
            LocalDate date,
            LocalDateTime dateTime,
            LocalTime time,
            OffsetDateTime offset,
            ZonedDateTime zoned,
            Duration duration,
            Period period,
            YearMonth month) {}

    private void jdk() {
        ZonedDateTime zoned = ZonedDateTime.of(2026, 10, 25, 2, 30, 0, 1, ZoneId.of("Europe/Berlin"));
        of(
                "`java.time`",
                Times.class,
                new Times(
                        Instant.ofEpochSecond(1, 1),
                        LocalDate.MAX,
                        LocalDateTime.of(2026, 1, 1, 0, 0, 0, 1),
                        LocalTime.MAX,
                        OffsetDateTime.of(2026, 1, 1, 0, 0, 0, 1, ZoneOffset.ofHours(5)),
                        zoned.withLaterOffsetAtOverlap(),
                        Duration.ofNanos(1),
                        Period.of(1, 2, 3),
                        YearMonth.of(2026, 1)));
        of("`java.util.Date`", Date.class, new Date(1_777_777_777_777L));
        Timestamp timestamp = new Timestamp(1_777_777_777_000L);
        timestamp.setNanos(123_456_789);
        of("`java.sql.Timestamp` with nanoseconds", Timestamp.class, timestamp);
        Calendar calendar = Calendar.getInstance(TimeZone.getTimeZone("Asia/Tokyo"));
        of("`Calendar`", Calendar.class, calendar);
        of("`BigDecimal`", BigDecimal.class, new BigDecimal("1.500"), new BigDecimal("1E+3"));
        of("`BigInteger`", BigInteger.class, BigInteger.TEN.pow(40));
        of("`UUID`", UUID.class, new UUID(1, 2));
        of("`URI`", URI.class, URI.create("https://example.org/a?b=c#d"));
        of("`Locale`", Locale.class, Locale.GERMANY, Locale.forLanguageTag("zh-Hant-TW"), Locale.ROOT);
        BitSet bits = new BitSet();
        bits.set(3);
        of("`BitSet`", BitSet.class, bits);
        of("`AtomicInteger`", AtomicInteger.class, new AtomicInteger(3));
        of("`StringBuilder`", StringBuilder.class, new StringBuilder("a"));
        of("`TreeMap`", new TypeReference<TreeMap<String, Integer>>() {}, new TreeMap<>(Map.of("b", 1, "a", 2)));
        of("`Optional`", new TypeReference<Optional<String>>() {}, Optional.of("a"));
    }

    /** Compiles a class as a build without parameter names does. */
    private void unnamed(String name) throws Exception {
        Path folder = Files.createTempDirectory("unnamed");
        Path source = folder.resolve("Unnamed.java");
        Files.writeString(source, """
                public class Unnamed {
                    private final String name;
                    public Unnamed(String name) { this.name = name; }
                    public String getName() { return name; }
                }
                """);
        int result = javax.tools.ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-d", folder.toString(), source.toString());
        assertThat(result).isZero();
        Class<?> unnamed = new java.net.URLClassLoader(
                        new java.net.URL[] {folder.toUri().toURL()}, ClassCases.class.getClassLoader())
                .loadClass("Unnamed");
        add(name, unnamed, unnamed.getConstructor(String.class).newInstance("n"));
    }

    private <T> void add(String name, Class<T> type, Object value) {
        cases.put(name, new ClassCase<>(Attribute.of("value", type), List.of(type.cast(value))));
    }

    Map<String, ClassCase<?>> all() {
        return cases;
    }
}
