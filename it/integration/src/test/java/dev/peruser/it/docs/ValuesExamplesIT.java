package dev.peruser.it.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.peruser.Attribute;
import dev.peruser.PerUser;
import dev.peruser.UserId;
import dev.peruser.spring.PerUserAutoConfiguration;
import dev.peruser.spring.PerUserJacksonModule;
import dev.peruser.store.InMemorySessionStore;
import dev.peruser.store.SessionStore;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/** The examples of docs/guide/values.md. */
class ValuesExamplesIT {

    /** Money of a library, which knows nothing of Jackson. */
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

        @Override
        public String toString() {
            return amount.toString();
        }
    }

    static final class MoneyWriter extends StdSerializer<Money> {
        MoneyWriter() {
            super(Money.class);
        }

        @Override
        public void serialize(Money money, JsonGenerator json, SerializationContext context) {
            json.writeString(money.toString());
        }
    }

    static final class MoneyReader extends StdDeserializer<Money> {
        MoneyReader() {
            super(Money.class);
        }

        @Override
        public Money deserialize(JsonParser json, DeserializationContext context) {
            return Money.of(json.getString());
        }
    }

    private static final Attribute<Money> VOUCHER = Attribute.of("voucher", Money.class);

    @Configuration(proxyBeanMethods = false)
    static class WithModule {
        // snippet:jackson-module
        @Bean(defaultCandidate = false)
        @PerUserJacksonModule
        JacksonModule moneyModule() {
            return new SimpleModule("money")
                    .addSerializer(Money.class, new MoneyWriter())
                    .addDeserializer(Money.class, new MoneyReader());
        }
        // end
    }

    @Configuration(proxyBeanMethods = false)
    static class Common {
        @Bean
        SessionStore store() {
            return new InMemorySessionStore();
        }

        @Bean
        Attribute<Money> voucher() {
            return VOUCHER;
        }
    }

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(PerUserAutoConfiguration.class))
            .withUserConfiguration(Common.class);

    @Test
    void moduleThatIsMarked_readsAndWritesSessionValues() {
        runner.withUserConfiguration(WithModule.class).run(context -> {
            PerUser perUser = context.getBean(PerUser.class);
            assertThat(savedAndRead(perUser)).isEqualTo(Money.of("4.50"));
        });
    }

    @Test
    void withoutTheModule_theApplicationDoesNotStart_andSaysWhy() {
        runner.run(context -> assertThat(context)
                .getFailure()
                .rootCause()
                .hasMessageContaining("'voucher'")
                .hasMessageContaining("Money"));
    }

    @Test
    void moduleThatIsGivenToTheBuilder_doesTheSame() {
        PerUser.Builder builder = PerUser.builder(new InMemorySessionStore()).attribute(VOUCHER);
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(builder::build);
        PerUser perUser = builder.jacksonModule(new WithModule().moneyModule()).build();
        assertThat(savedAndRead(perUser)).isEqualTo(Money.of("4.50"));
    }

    private static Money savedAndRead(PerUser perUser) {
        UserId ada = UserId.of("ada");
        perUser.withSession(ada, session -> {
            session.put(VOUCHER, Money.of("4.50"));
            return true;
        });
        return perUser.withSession(ada, session -> session.get(VOUCHER));
    }
}
