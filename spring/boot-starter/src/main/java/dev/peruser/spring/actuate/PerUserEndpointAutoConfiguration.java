package dev.peruser.spring.actuate;

import dev.peruser.PerUser;
import dev.peruser.spring.PerUserAutoConfiguration;
import dev.peruser.spring.PerUserProperties;
import dev.peruser.store.SessionStore;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The Actuator endpoint {@code peruser}, if the application exposes it. */
@AutoConfiguration(after = PerUserAutoConfiguration.class)
@ConditionalOnClass({Endpoint.class, ConditionalOnAvailableEndpoint.class})
@ConditionalOnBean(PerUser.class)
public class PerUserEndpointAutoConfiguration {

    /** Apart, because its condition is a class of Actuator's. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnAvailableEndpoint(endpoint = PerUserEndpoint.class)
    static class Exposed {
        @Bean
        Counts perUserCounts() {
            return new Counts();
        }

        @Bean
        @ConditionalOnMissingBean
        PerUserEndpoint perUserEndpoint(
                PerUser perUser, SessionStore store, Counts counts, PerUserProperties properties) {
            return new PerUserEndpoint(
                    perUser, store, counts, properties.endpoint().showValues());
        }
    }
}
