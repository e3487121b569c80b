package dev.peruser.spring.existing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.store.tck.faults.FailingSessionStore;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** All attributes but those of frameworks are the visitor's; and what is asked of the store. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AllAttributesTest {
    private ExistingApplicationNode application;
    private FailingSessionStore store;

    @Configuration
    static class CountedStore {
        @Bean
        FailingSessionStore store() {
            return FailingSessionStore.inMemory();
        }
    }

    @BeforeAll
    void start() {
        application = ExistingApplicationNode.start(
                "all-attributes", List.of(CountedStore.class), "--peruser.http-session.attributes=*");
        store = application.bean(FailingSessionStore.class);
    }

    @AfterAll
    void stop() {
        application.close();
    }

    @BeforeEach
    void recover() {
        store.recover();
        store.forgetCounts();
    }

    @Test
    void whatTheApplicationPuts_isTheVisitors_andWhatFrameworksPut_isTheBrowsers() {
        ExistingApplicationNode.Client browser = application.browser();
        browser.change("/cart/apple").change("/wishes/tea").change("/basket/plum");
        browser.change("/other").signIn();
        ExistingApplicationNode.Client other = application.browser().signIn();
        assertThat(other.shows()).isEqualTo("[apple][tea][plum]");
        assertThat(other.text("/names"))
                .isEqualTo("[SPRING_SECURITY_CONTEXT, cart, other, scopedTarget.basket, wishes]");
        other.signOut();
        assertThat(other.text("/names")).isEqualTo("[]");
    }

    @Test
    void whoHasNeitherAGuestsCookieNorAUser_costsNoCallOfTheStore() {
        ExistingApplicationNode.Client browser = application.browser();
        browser.text("/untouched");
        browser.text("/cart");
        browser.change("/login?username=ada&password=wrong");
        browser.text("/cart");
        assertThat(store.calls()).isZero();
    }

    @Test
    void whoHasAGuestsCookieAndNoSessionOfTheContainer_getsOne_byOneLoad() {
        ExistingApplicationNode.Client browser = application.browser().change("/cart/apple");
        browser.forget("JSESSIONID");
        store.forgetCounts();
        assertThat(browser.text("/cart")).isEqualTo("[apple]");
        assertThat(store.calls()).isEqualTo(1);
        assertThat(browser.hasCookie("JSESSIONID")).isTrue();
        store.forgetCounts();
        browser.text("/untouched");
        assertThat(store.calls()).isZero();
    }
}
