package dev.peruser.spring.security;

import dev.peruser.servlet.VisitorResolver;
import dev.peruser.spring.PerUserServletAutoConfiguration;
import dev.peruser.spring.SignedIn;
import dev.peruser.spring.UserIdResolver;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.context.SecurityContextHolderFilter;
import org.springframework.util.function.SingletonSupplier;

/**
 * Sees sign-ins and sign-outs of Spring Security, whichever way they happen, without a change of the application's own
 * set-up.
 */
@AutoConfiguration(
        before = PerUserServletAutoConfiguration.class,
        beforeName = "org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration")
@ConditionalOnClass({HttpSecurity.class, SecurityContextHolderFilter.class})
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
public class PerUserSecurityAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    UserIdResolver perUserUserIdResolver() {
        return Realm::idOf;
    }

    @Bean
    @ConditionalOnMissingBean
    VisitorResolver perUserVisitorResolver(
            UserIdResolver ids, ObjectProvider<SignedIn> signedIn, ApplicationContext application) {
        return new SecurityVisitors(
                ids, signedIn.getIfAvailable(), SingletonSupplier.of(() -> SecurityRules.of(application)));
    }

    /** Applied by Spring Security to each filter chain before the application's own settings. */
    @Bean
    Customizer<HttpSecurity> perUserSecurityCustomizer() {
        return http -> http.logout(PerUserSecurityConfigurer::addSignOut)
                .with(new PerUserSecurityConfigurer(), Customizer.withDefaults());
    }
}
