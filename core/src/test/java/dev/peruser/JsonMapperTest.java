package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.peruser.store.InMemorySessionStore;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/** What an application adds to PerUser's own mapper, and what stays as it is. */
class JsonMapperTest {
    /** Of a library that knows nothing of Jackson: no getters, no constructor to be seen. */
    static final class Money {
        private final BigDecimal amount;

        private Money(BigDecimal amount) {
            this.amount = amount;
        }

        static Money of(String amount) {
            return new Money(new BigDecimal(amount));
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Money money && amount.equals(money.amount);
        }

        @Override
        public int hashCode() {
            return amount.hashCode();
        }
    }

    private static SimpleModule module(boolean isExact) {
        return new SimpleModule("money")
                .addSerializer(Money.class, new StdSerializer<Money>(Money.class) {
                    @Override
                    public void serialize(Money money, JsonGenerator json, SerializationContext context) {
                        json.writeString(isExact ? money.amount.toString() : money.amount.toBigInteger() + "");
                    }
                })
                .addDeserializer(Money.class, new StdDeserializer<Money>(Money.class) {
                    @Override
                    public Money deserialize(JsonParser json, DeserializationContext context) {
                        return Money.of(json.getString());
                    }
                });
    }

    record Line(String product, Money price) {}

    private static final Attribute<List<Line>> LINES = Attribute.builder("lines", new TypeReference<List<Line>>() {})
            .defaultValue(ArrayList::new)
            .build();

    @Test
    void typeThatAModuleKnows_isReadBackEqual() {
        TestEngine engine = new TestEngine(builder -> builder.attribute(LINES).jacksonModule(module(true)));
        engine.browser().signIn("ada").request(session -> session.get(LINES).add(new Line("tea", Money.of("4.50"))));
        engine.browser()
                .signIn("ada")
                .request(session -> assertThat(session.get(LINES)).containsExactly(new Line("tea", Money.of("4.50"))));
    }

    @Test
    void moduleThatDoesNotReadWhatItWrites_isFoundWithTheFirstValue() {
        TestEngine engine = new TestEngine(builder -> builder.attribute(LINES).jacksonModule(module(false)));
        assertThatExceptionOfType(SessionDataException.class)
                .isThrownBy(() -> engine.browser()
                        .signIn("ada")
                        .request(session -> session.get(LINES).add(new Line("tea", Money.of("4.50")))))
                .withMessageContainingAll("'lines'", "'[].price'", "module")
                .withMessageNotContaining("4.5");
    }

    @Test
    void withoutTheModule_theTypeIsRefused_whereItIsDeclared() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> new TestEngine(builder -> builder.attribute(LINES)))
                .withMessageContainingAll("'lines'", "Money");
    }

    record Settings(String colorTheme) {}

    private static final Attribute<Settings> SETTINGS = Attribute.of("settings", Settings.class);

    @Test
    void customizer_decidesWhatIsStored() {
        InMemorySessionStore store = new InMemorySessionStore();
        TestEngine engine = new TestEngine(
                store,
                builder -> builder.attribute(SETTINGS)
                        .jsonMapper(mapper -> mapper.propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)));
        engine.browser().signIn("ada").request(session -> session.put(SETTINGS, new Settings("dark")));
        engine.browser()
                .signIn("ada")
                .request(session -> assertThat(session.get(SETTINGS)).isEqualTo(new Settings("dark")));
        new TestEngine(store)
                .browser()
                .signIn("ada")
                .request(session -> assertThat(session.map("settings")).isEqualTo(Map.of("color_theme", "dark")));
    }

    @Test
    void collectionsWithoutASetter_areFilledByTheirGetter_ifTheApplicationSaysSo() {
        Attribute<ReadBackTest.Unsettable> cart = Attribute.builder("cart", ReadBackTest.Unsettable.class)
                .defaultValue(ReadBackTest.Unsettable::new)
                .build();
        TestEngine engine = new TestEngine(builder ->
                builder.attribute(cart).jsonMapper(mapper -> mapper.enable(MapperFeature.USE_GETTERS_AS_SETTERS)));
        engine.browser()
                .signIn("ada")
                .request(session -> session.get(cart).getLines().add("tea"));
        engine.browser()
                .signIn("ada")
                .request(session -> session.get(cart).getLines().add("pot"));
        engine.browser()
                .signIn("ada")
                .request(session -> assertThat(session.get(cart).getLines()).containsExactly("tea", "pot"));
    }

    record Newer(String name, int visits) {}

    record Older(String name) {}

    @Test
    void whatTheGuaranteesRestOn_noCustomizerChanges() {
        InMemorySessionStore store = new InMemorySessionStore();
        Attribute<Newer> newer = Attribute.of("p", Newer.class);
        Attribute<Older> older = Attribute.of("p", Older.class);
        Attribute<Object> plain = Attribute.of("plain", Object.class);
        TestEngine strict = new TestEngine(
                store,
                builder -> builder.attribute(older)
                        .attribute(plain)
                        .jsonMapper(mapper -> mapper.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                                .enable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                                .disable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)));
        new TestEngine(store, builder -> builder.attribute(newer))
                .browser()
                .signIn("ada")
                .request(session -> session.put(newer, new Newer("Ada", 3)));
        strict.browser().signIn("ada").request(session -> {
            session.put(older, new Older("Ada L."));
            session.put(plain, new BigDecimal("1.50"));
        });
        strict.browser()
                .signIn("ada")
                .request(session -> assertThat(session.get(plain)).isEqualTo(new BigDecimal("1.50")));
        new TestEngine(store, builder -> builder.attribute(newer))
                .browser()
                .signIn("ada")
                .request(session -> assertThat(session.get(newer)).isEqualTo(new Newer("Ada L.", 3)));
    }

    @Test
    void defaultTyping_isRefused() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> new TestEngine(builder -> builder.jsonMapper(
                        mapper -> mapper.activateDefaultTyping(BasicPolymorphicTypeValidator.builder()
                                .allowIfBaseType(Object.class)
                                .build()))))
                .withMessageContainingAll("default typing", "@JsonTypeInfo");
    }

    @Test
    void nothing_isNoModule_andNoCustomizer() {
        PerUser.Builder builder = PerUser.builder(new InMemorySessionStore());
        assertThatNullPointerException().isThrownBy(() -> builder.jacksonModule(null));
        assertThatNullPointerException().isThrownBy(() -> builder.jsonMapper(null));
        List<JsonMapper.Builder> seen = new ArrayList<>();
        builder.jsonMapper(seen::add).build();
        assertThat(seen).isNotEmpty();
    }
}
