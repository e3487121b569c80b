package dev.peruser.spring.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peruser.Attribute;
import dev.peruser.it.servers.HttpBrowser;
import dev.peruser.spring.PerUserAutoConfiguration;
import dev.peruser.spring.PerUserServletAutoConfiguration;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@SpringBootTest(
        classes = ScopedApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = "peruser.store=memory")
class UserScopeTest {
    @Value("${local.server.port}")
    private int port;

    @Autowired
    private ScopedApplication.Cart cart;

    private HttpBrowser browser;

    @BeforeEach
    void open() {
        browser = new HttpBrowser(port);
    }

    private void signIn(HttpBrowser device) {
        assertThat(device.postForm("/login", "username=ada&password=pw").statusCode())
                .isEqualTo(302);
    }

    private static String ask(HttpBrowser device, String path) {
        HttpResponse<String> response = device.get(path);
        assertThat(response.statusCode()).isEqualTo(200);
        return response.body();
    }

    private static void change(HttpBrowser device, String path) {
        assertThat(device.post(path).statusCode()).isEqualTo(200);
    }

    @Test
    void guestsBean_isTheUsersAfterSignIn_onEachDevice() {
        change(browser, "/cart/tea");
        assertThat(ask(browser, "/cart")).isEqualTo("tea");
        signIn(browser);
        assertThat(ask(browser, "/cart")).contains("tea");
        HttpBrowser phone = new HttpBrowser(port);
        assertThat(ask(phone, "/cart")).isEmpty();
        signIn(phone);
        assertThat(ask(phone, "/cart")).contains("tea");
        change(phone, "/cart/milk");
        assertThat(ask(browser, "/cart")).contains("tea").contains("milk");
    }

    @Test
    void beanWithAnAttribute_mergesByItsRule() {
        HttpBrowser other = new HttpBrowser(port);
        signIn(other);
        int before = Integer.parseInt(other.post("/visit").body());
        change(browser, "/visit");
        change(browser, "/visit");
        signIn(browser);
        assertThat(browser.post("/visit").body()).isEqualTo(String.valueOf(before + 3));
    }

    @Test
    void beanThatWasRead_hasItsCollaborators() {
        change(browser, "/cart/tea");
        change(browser, "/cart/coffee");
        assertThat(ask(browser, "/total")).isEqualTo("9");
    }

    @Test
    void reading_storesNothing_andSetsNoCookie() {
        assertThat(browser.get("/cart").headers().allValues("Set-Cookie")).isEmpty();
    }

    @Test
    void outsideOfARequest_saysSo() {
        assertThatThrownBy(() -> cart.getProducts()).hasStackTraceContaining("there is no request on this thread");
    }

    @Configuration(proxyBeanMethods = false)
    static class WithoutDefault {
        @Bean
        @UserScope
        ScopedApplication.Visits visits() {
            return new ScopedApplication.Visits();
        }

        @Bean
        Attribute<ScopedApplication.Visits> rule() {
            return Attribute.of("visits", ScopedApplication.Visits.class);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OfAnotherClass {
        @Bean
        @UserScope
        ScopedApplication.Visits visits() {
            return new ScopedApplication.Visits();
        }

        @Bean
        Attribute<String> rule() {
            return Attribute.of("visits", String.class);
        }
    }

    private static void failsToStart(Class<?> configuration, String words) {
        new WebApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        PerUserAutoConfiguration.class,
                        PerUserServletAutoConfiguration.class,
                        UserScopeAutoConfiguration.class))
                .withPropertyValues("peruser.store=memory")
                .withUserConfiguration(configuration)
                .run(context -> assertThat(context).getFailure().rootCause().hasMessageContaining(words));
    }

    @Test
    void attributeWithoutADefault_stopsTheStart() {
        failsToStart(WithoutDefault.class, "has no default. Add defaultValue(Visits::new)");
    }

    @Test
    void attributeOfAnotherClass_stopsTheStart() {
        failsToStart(OfAnotherClass.class, "Give both the same class");
    }
}
