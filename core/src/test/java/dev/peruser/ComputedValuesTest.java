package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;

/** A value that is written differently each time one looks is told once; that is neither a change nor a lost change. */
class ComputedValuesTest {
    private static final AtomicLong TIME = new AtomicLong();

    /** Each look takes a while. */
    public static final class Voucher {
        public String code = "SPRING";
        public long until = 1_000_000;

        public long getMillisLeft() {
            return until - TIME.incrementAndGet();
        }
    }

    /** As an object says what it is without anything of its own. */
    public static final class Identified {
        public String name = "n";

        public String getId() {
            return Integer.toHexString(System.identityHashCode(this));
        }
    }

    /** Read, and not taken over. */
    public static final class Stamped {
        public String name = "n";
        private String stamp = "";

        public String getStamp() {
            return UUID.randomUUID().toString();
        }

        public void setStamp(String stamp) {
            this.stamp = stamp;
        }
    }

    public static final class Line {
        public String product;

        public Line() {}

        Line(String product) {
            this.product = product;
        }

        public long getAge() {
            return TIME.incrementAndGet();
        }
    }

    private final FaultyStore store = new FaultyStore();
    private final AtomicInteger late = new AtomicInteger();
    private final List<String> warnings = new ArrayList<>();
    private final Logger logger = Logger.getLogger("dev.peruser");
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord logged) {
            if (logged.getLevel().intValue() >= Level.WARNING.intValue()) {
                warnings.add(logged.getMessage());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        logger.addHandler(handler);
    }

    @AfterEach
    void stopListening() {
        logger.removeHandler(handler);
    }

    private TestEngine engine(Attribute<?> attribute) {
        return new TestEngine(
                store,
                builder -> builder.attribute(attribute).listener(new PerUserListener() {
                    @Override
                    public void changedTooLate() {
                        late.incrementAndGet();
                    }
                }));
    }

    private void assertToldOnce(String attribute) {
        assertThat(warnings)
                .filteredOn(warning -> warning.startsWith("peruser.computed-value"))
                .hasSize(1)
                .allMatch(warning -> warning.contains("'" + attribute + "'") && warning.contains("@JsonIgnore"));
        assertThat(warnings).noneMatch(warning -> warning.startsWith("peruser.late-change"));
        assertThat(late).hasValue(0);
    }

    private <T> void assertOnlyReadingSavesNothing(Attribute<T> attribute, Supplier<T> value) {
        TestEngine engine = engine(attribute);
        TestEngine.Browser ada = engine.browser().signIn("ada");
        ada.request(session -> session.put(attribute, value.get()));
        int before = store.saves;
        for (int i = 0; i < 20; i++) {
            ada.request(session -> assertThat(session.get(attribute)).isNotNull());
        }
        assertThat(store.saves).isEqualTo(before);
        assertToldOnce(attribute.name());
    }

    @Test
    void getterOfTheTime_isToldOnce_andSavesNothing() {
        assertOnlyReadingSavesNothing(Attribute.of("voucher", Voucher.class), Voucher::new);
    }

    @Test
    void getterOfTheObjectsIdentity_isToldOnce_andSavesNothing() {
        assertOnlyReadingSavesNothing(Attribute.of("identified", Identified.class), Identified::new);
    }

    @Test
    void getterOfSomethingRandom_besideASetter_isToldOnce_andSavesNothing() {
        assertOnlyReadingSavesNothing(Attribute.of("stamped", Stamped.class), Stamped::new);
    }

    @Test
    void getterInTheElementsOfAMapOfLists_isToldOnce_andSavesNothing() {
        Attribute<Map<String, List<Line>>> lines = Attribute.builder(
                        "lines", new TypeReference<Map<String, List<Line>>>() {})
                .build();
        assertOnlyReadingSavesNothing(
                lines, () -> new LinkedHashMap<>(Map.of("a", List.of(new Line("tea"), new Line("pot")))));
    }

    @Test
    void whatIsChangedBesideIt_isSaved() {
        Attribute<Voucher> voucher = Attribute.builder("voucher", Voucher.class)
                .defaultValue(Voucher::new)
                .build();
        TestEngine engine = engine(voucher);
        TestEngine.Browser ada = engine.browser().signIn("ada");
        for (int i = 0; i < 20; i++) {
            String code = "code " + i;
            ada.request(session -> session.get(voucher).code = code);
            assertThat((Object) ada.ask(session -> session.get(voucher).code)).isEqualTo(code);
        }
        int before = store.saves;
        ada.request(session -> session.update(voucher, same -> same));
        ada.request(session -> session.put(voucher, session.get(voucher)));
        assertThat(store.saves).isEqualTo(before);
        assertToldOnce("voucher");
    }

    @Test
    void elementsThatComeAndGo_areSaved() {
        Attribute<List<Line>> lines = Attribute.builder("lines", new TypeReference<List<Line>>() {})
                .defaultValue(ArrayList::new)
                .build();
        TestEngine.Browser ada = engine(lines).browser().signIn("ada");
        ada.request(session -> session.get(lines).add(new Line("tea")));
        ada.request(session -> session.get(lines).add(new Line("pot")));
        ada.request(session -> session.get(lines).remove(0));
        assertThat((Object) ada.ask(session ->
                        session.get(lines).stream().map(line -> line.product).toList()))
                .isEqualTo(List.of("pot"));
        assertToldOnce("lines");
    }

    @Test
    void defaultWithIt_isNoValue_untilItIsChanged() {
        Attribute<Voucher> voucher = Attribute.builder("voucher", Voucher.class)
                .defaultValue(Voucher::new)
                .build();
        TestEngine engine = engine(voucher);
        TestEngine.Browser guest = engine.browser();
        guest.request(session -> {
            assertThat(session.get(voucher).code).isEqualTo("SPRING");
            assertThat(session.contains(voucher)).isFalse();
        });
        assertThat(store.saves).isZero();
        assertThat(guest.tokens()).isEmpty();
        guest.request(session -> session.get(voucher).code = "SUMMER");
        assertThat((Object) guest.ask(session -> session.get(voucher).code)).isEqualTo("SUMMER");
        assertToldOnce("voucher");
    }
}
