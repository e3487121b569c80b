package dev.peruser.spring.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.security.web.SecurityFilterChain;

/** An application that holds the security context in its own way is asked in that way. */
class ContextHolderTest extends ApplicationsSecurityFixture {
    @Configuration(proxyBeanMethods = false)
    static class HolderAsABean {
        @Bean
        SecurityContextHolderStrategy holder() {
            return new OwnHolder();
        }
    }

    @Test
    void holder_thatIsABean_saysWhoTheVisitorIs() {
        assertThatACartFollowsItsOwner(OpenChain.class, HolderAsABean.class);
    }

    @Configuration(proxyBeanMethods = false)
    static class TwoHolders {
        @Bean
        SecurityContextHolderStrategy unused() {
            return new OwnHolder();
        }

        @Bean
        @Primary
        SecurityContextHolderStrategy used() {
            return new OwnHolder();
        }
    }

    @Test
    void holder_thatIsThePrimaryOfTwo_saysWhoTheVisitorIs() {
        assertThatACartFollowsItsOwner(OpenChain.class, TwoHolders.class);
    }

    @Test
    void holder_thatIsSetByName_saysWhoTheVisitorIs() {
        SecurityContextHolder.setStrategyName(SecurityContextHolder.MODE_INHERITABLETHREADLOCAL);
        try (SecuredServer server = SecuredServer.start(OpenChain.class)) {
            assertThatACartFollowsItsOwner(server);
        } finally {
            SecurityContextHolder.setStrategyName(SecurityContextHolder.MODE_THREADLOCAL);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class HolderOfOneChain {
        @Bean
        @Order(1)
        SecurityFilterChain shop(HttpSecurity http, ApplicationContext application) throws Exception {
            AnnotationConfigApplicationContext own = new AnnotationConfigApplicationContext();
            own.setParent(application);
            own.registerBean(SecurityContextHolderStrategy.class, OwnHolder::new);
            own.refresh();
            http.setSharedObject(ApplicationContext.class, own);
            return open(http.securityMatcher("/shop", "/shop/**"))
                    .httpBasic(Customizer.withDefaults())
                    .build();
        }

        @Bean
        @Order(2)
        SecurityFilterChain rest(HttpSecurity http) throws Exception {
            return open(http).build();
        }
    }

    @Test
    void holder_ofOneChain_countsInThatChainOnly() {
        try (SecuredServer server = SecuredServer.start(HolderOfOneChain.class)) {
            SecuredServer.Client browser = server.browser().add("apple").signIn("ada");
            assertThat(browser.shows()).isEqualTo("ada:apple");
            assertThat(browser.get("/shop").body()).isEqualTo("ada:apple");
            assertThat(browser.shows()).isEqualTo("ada:apple");
            assertThat(server.browser().get("/shop").body()).isEqualTo("guest:");
        }
    }
}
