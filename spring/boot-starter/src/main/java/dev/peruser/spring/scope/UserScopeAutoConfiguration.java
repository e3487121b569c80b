package dev.peruser.spring.scope;

import dev.peruser.spring.PerUserAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;

/** The scope of {@link UserScope}. */
@AutoConfiguration(before = PerUserAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
public class UserScopeAutoConfiguration {

    @Bean
    static UserBeanScope perUserBeanScope() {
        return new UserBeanScope();
    }
}
