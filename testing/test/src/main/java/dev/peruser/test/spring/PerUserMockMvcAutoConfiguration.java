package dev.peruser.test.spring;

import dev.peruser.servlet.RequestVisit;
import dev.peruser.test.TestStore;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.test.autoconfigure.MockMvcBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** What {@link PerUserRequestPostProcessors} need in the application: see {@link EarlierSession}. */
@AutoConfiguration
@ConditionalOnClass({RequestVisit.class, MockMvc.class, WebMvcConfigurer.class})
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
public class PerUserMockMvcAutoConfiguration {

    /** The innermost: whatever finds out who the visitor is has done so. */
    @Bean
    FilterRegistrationBean<EarlierSessionFilter> perUserEarlierSessionFilter(ObjectProvider<TestStore> store) {
        FilterRegistrationBean<EarlierSessionFilter> filter =
                new FilterRegistrationBean<>(new EarlierSessionFilter(store.getIfAvailable(TestStore::new)));
        filter.setOrder(Ordered.LOWEST_PRECEDENCE);
        return filter;
    }

    @Bean
    WebMvcConfigurer perUserEarlierSessionCheck() {
        return new WebMvcConfigurer() {
            @Override
            public void addInterceptors(InterceptorRegistry registry) {
                registry.addInterceptor(new EarlierSessionCheck());
            }
        };
    }

    @Bean
    MockMvcBuilderCustomizer perUserGuestCookies() {
        return builder -> builder.alwaysDo(result -> GuestBrowser.keepCookiesOf(result));
    }
}
