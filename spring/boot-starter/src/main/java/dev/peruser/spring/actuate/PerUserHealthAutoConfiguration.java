package dev.peruser.spring.actuate;

import dev.peruser.spring.PerUserAutoConfiguration;
import dev.peruser.store.SessionStore;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/** The health indicator {@code peruser}; {@code management.health.peruser.enabled=false} switches it off. */
@AutoConfiguration(
        after = PerUserAutoConfiguration.class,
        beforeName = "org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration")
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnBean(SessionStore.class)
public class PerUserHealthAutoConfiguration {

    @Bean
    @ConditionalOnEnabledHealthIndicator("peruser")
    @ConditionalOnMissingBean(name = "peruserHealthIndicator")
    HealthIndicator peruserHealthIndicator(SessionStore store) {
        return new PerUserHealthIndicator(store);
    }
}
