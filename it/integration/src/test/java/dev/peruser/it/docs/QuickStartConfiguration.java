package dev.peruser.it.docs;

import dev.peruser.Attribute;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

// snippet:quick-start-configuration
@Configuration(proxyBeanMethods = false)
class QuickStartConfiguration {

    @Bean
    Attribute<Map<String, Integer>> quantities() {
        return QuantityController.QUANTITIES;
    }

    @Bean
    SecurityFilterChain security(HttpSecurity http) throws Exception {
        return http.authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .formLogin(Customizer.withDefaults())
                .build();
    }
}
// end
