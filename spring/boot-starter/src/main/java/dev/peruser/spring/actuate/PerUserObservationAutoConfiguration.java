package dev.peruser.spring.actuate;

import dev.peruser.spring.PerUserAutoConfiguration;
import dev.peruser.spring.StoreDecorator;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/** Observations of each call to the store, where the application has a registry for them. */
@AutoConfiguration(
        before = PerUserAutoConfiguration.class,
        afterName = "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration")
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnBean(ObservationRegistry.class)
public class PerUserObservationAutoConfiguration {

    @Bean
    StoreDecorator perUserObservations(ObservationRegistry registry) {
        return store -> new ObservedSessionStore(store, registry);
    }
}
