package dev.peruser.test.spring;

import dev.peruser.spring.PerUserAutoConfiguration;
import dev.peruser.store.InMemorySessionStore;
import dev.peruser.store.SessionStore;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** The store of a slice: in memory, whatever {@code peruser.store} says, unless the test brings a store. */
@AutoConfiguration(before = PerUserAutoConfiguration.class)
@ConditionalOnClass(PerUserAutoConfiguration.class)
public class PerUserSliceAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    SessionStore perUserSessionStore() {
        return new InMemorySessionStore();
    }
}
