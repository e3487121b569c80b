package dev.peruser.spring;

import dev.peruser.PerUser;
import dev.peruser.UserSession;
import dev.peruser.servlet.GuestCookie;
import dev.peruser.servlet.GuestHeader;
import dev.peruser.servlet.PerUserFilter;
import dev.peruser.servlet.PerUserFilterBuilder;
import dev.peruser.servlet.VisitorResolver;
import jakarta.servlet.DispatcherType;
import java.util.EnumSet;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.NoneNestedConditions;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
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
        return GuestCarrierChoice.cookieOf(properties.cookie());
    }

    @Bean
    @ConditionalOnMissingBean
    @Conditional(NotByCookiesAlone.class)
    GuestHeader perUserGuestHeader(PerUserProperties properties) {
        return GuestCarrierChoice.headerOf(properties.guest());
    }

    static final class NotByCookiesAlone extends NoneNestedConditions {
        NotByCookiesAlone() {
            super(ConfigurationPhase.REGISTER_BEAN);
        }

        @ConditionalOnProperty(name = "peruser.guest.carrier", havingValue = "cookie", matchIfMissing = true)
        static final class ByCookiesAlone {}
    }

    @Bean
    @ConditionalOnMissingBean(name = "perUserFilter")
    FilterRegistrationBean<PerUserFilter> perUserFilter(
            PerUser perUser,
            VisitorResolver resolver,
            GuestCookie cookie,
            ObjectProvider<GuestHeader> header,
            PerUserProperties properties,
            BeanFactory beans) {
        PerUserFilterBuilder builder = PerUserFilter.builder(perUser)
                .visitors(resolver)
                .cookie(cookie)
                .httpSessionAttributes(HttpSessionChoice.of(properties.httpSession(), beans))
                .cacheControl(properties.cacheControl());
        header.ifAvailable(builder::guestHeader);
        FilterRegistrationBean<PerUserFilter> filter = new FilterRegistrationBean<>(builder.build());
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
