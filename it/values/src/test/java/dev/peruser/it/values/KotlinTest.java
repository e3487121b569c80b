package dev.peruser.it.values;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.Attribute;
import dev.peruser.PerUser;
import dev.peruser.UserId;
import dev.peruser.spring.PerUserAutoConfiguration;
import dev.peruser.store.InMemorySessionStore;
import dev.peruser.store.SessionStore;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Kotlin's classes in an application that only has the starter and Jackson's module for Kotlin on its class path. */
class KotlinTest {
    private static final Attribute<KotlinCart> CART = Attribute.builder("cart", KotlinCart.class)
            .defaultValue(() -> new KotlinCart(List.of(), null, false))
            .build();
    private static final UserId ADA = UserId.of("ada");

    @Configuration(proxyBeanMethods = false)
    static class Application {
        @Bean
        SessionStore store() {
            return new InMemorySessionStore();
        }

        @Bean
        Attribute<KotlinCart> cart() {
            return CART;
        }
    }

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(PerUserAutoConfiguration.class))
            .withUserConfiguration(Application.class);

    private static KotlinCart cart(String coupon) {
        KotlinMoney price = new KotlinMoney(new BigDecimal("4.50"), Currency.getInstance("EUR"));
        return new KotlinCart(List.of(new KotlinLine("tea", 2, price)), coupon, true);
    }

    @Test
    void dataClass_isReadBackEqual() {
        runner.run(context -> {
            PerUser perUser = context.getBean(PerUser.class);
            perUser.withSession(ADA, session -> {
                session.put(CART, cart("SPRING"));
                return true;
            });
            assertThat((Object) perUser.withSession(ADA, session -> session.get(CART)))
                    .isEqualTo(cart("SPRING"));
        });
    }

    @Test
    void dataClass_hasItsDefaults_whereOldDataLacksAField() {
        runner.run(context -> {
            PerUser before =
                    PerUser.builder(context.getBean(SessionStore.class)).build();
            before.withSession(ADA, session -> {
                session.put("cart", Map.of("lines", List.of(Map.of("product", "tea"))));
                return true;
            });
            PerUser perUser = context.getBean(PerUser.class);
            assertThat((Object) perUser.withSession(ADA, session -> session.get(CART)))
                    .isEqualTo(new KotlinCart(List.of(new KotlinLine("tea", 1, null)), null, false));
        });
    }

    @Test
    void dataClass_isChangedByUpdates() {
        runner.run(context -> {
            PerUser perUser = context.getBean(PerUser.class);
            for (String coupon : List.of("SPRING", "SUMMER")) {
                perUser.withSession(ADA, session -> session.update(CART, before -> cart(coupon)));
            }
            assertThat((Object) perUser.withSession(ADA, session -> session.get(CART)))
                    .isEqualTo(cart("SUMMER"));
        });
    }
}
