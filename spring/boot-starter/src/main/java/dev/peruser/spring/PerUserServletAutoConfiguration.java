package dev.peruser.spring;

import dev.peruser.PerUser;
import dev.peruser.UserSession;
import dev.peruser.servlet.GuestCookie;
import dev.peruser.servlet.PerUserFilter;
import dev.peruser.servlet.VisitorResolver;
import jakarta.servlet.DispatcherType;
import java.util.EnumSet;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import tools.jackson.databind.JacksonModule;

/** The filter, and the injectable session. */
@AutoConfiguration(after = PerUserAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
public class PerUserServletAutoConfiguration {

    /**
     * Before Boot's request context filter (-105) and Spring Security (-100), so that each of them can use the session.
     */
    static final int FILTER_ORDER = -110;

    @Bean
    @ConditionalOnMissingBean
    VisitorResolver perUserVisitorResolver() {
        return VisitorResolver.containerPrincipal();
    }

    @Bean
    @ConditionalOnMissingBean
    GuestCookie perUserGuestCookie(PerUserProperties properties) {
        return CookieChoice.of(properties.cookie());
    }

    @Bean
    @ConditionalOnMissingBean(name = "perUserFilter")
    FilterRegistrationBean<PerUserFilter> perUserFilter(
            PerUser perUser,
            VisitorResolver resolver,
            GuestCookie cookie,
            PerUserProperties properties,
            BeanFactory beans) {
        FilterRegistrationBean<PerUserFilter> filter = new FilterRegistrationBean<>(PerUserFilter.builder(perUser)
                .visitors(resolver)
                .cookie(cookie)
                .httpSessionAttributes(HttpSessionChoice.of(properties.httpSession(), beans))
                .cacheControl(properties.cacheControl())
                .build());
        filter.setOrder(FILTER_ORDER);
        filter.setDispatcherTypes(EnumSet.allOf(DispatcherType.class));
        return filter;
    }

    @Bean
    @ConditionalOnMissingBean
    UserSession userSession() {
        return CurrentSession.proxy();
    }

    /** For the application's mapper, and thus for what its controllers return. */
    @Bean
    JacksonModule perUserSessionIsNoBody() {
        return CurrentSession.notAsJson();
    }
}
