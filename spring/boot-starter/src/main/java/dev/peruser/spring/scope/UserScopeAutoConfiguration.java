package dev.peruser.spring.scope;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;

/** The scope of {@link UserScope}. */
@AutoConfiguration(beforeName = "dev.peruser.spring.PerUserAutoConfiguration")
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
public class UserScopeAutoConfiguration {

    @Bean
    static UserBeanScope perUserBeanScope() {
        return new UserBeanScope();
    }
}
