package dev.peruser.spring.actuate;

import dev.peruser.spring.PerUserAutoConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/** The {@code peruser.*} meters, where Micrometer is. Spring Boot binds them to the application's registries. */
@AutoConfiguration(before = PerUserAutoConfiguration.class)
@ConditionalOnClass(MeterRegistry.class)
public class PerUserMetricsAutoConfiguration {

    @Bean
    PerUserMetrics perUserMetrics() {
        return new PerUserMetrics();
    }
}
