package dev.peruser.test.spring;

import dev.peruser.spring.PerUserAutoConfiguration;
import dev.peruser.spring.StoreDecorator;
import dev.peruser.test.TestStore;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** A {@link TestStore} in front of the application's store, behind all that the application puts in front of it. */
@AutoConfiguration(before = PerUserAutoConfiguration.class)
@ConditionalOnClass(StoreDecorator.class)
public class PerUserTestAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    TestStore perUserTestStore() {
        return new TestStore();
    }

    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    StoreDecorator perUserTestStoreDecorator(TestStore store) {
        return store::inFrontOf;
    }
}
