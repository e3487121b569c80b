package dev.peruser.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.Attribute;
import dev.peruser.PerUser;
import dev.peruser.SignInPolicy;
import dev.peruser.UserId;
import dev.peruser.UserSession;
import dev.peruser.Visit;
import dev.peruser.Visitor;
import dev.peruser.servlet.GuestCookie;
import dev.peruser.servlet.PerUserFilter;
import dev.peruser.servlet.VisitorResolver;
import dev.peruser.spring.security.PerUserSecurityAutoConfiguration;
import dev.peruser.store.InMemorySessionStore;
import dev.peruser.store.SessionStore;
import dev.peruser.store.jdbc.EmbeddedSessionStore;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;

/** What is set up, what backs off, and what is said about wrong settings. */
class AutoConfigurationTest extends AutoConfigurationFixture {
    @Test
    void nothingButTheStarter_isAnEmbeddedFile_aFilter_andAnInjectableSession() {
        runner.run(context -> {
            assertThat(context).hasSingleBean(PerUser.class).hasSingleBean(UserSession.class);
            assertThat(context.getBean(SessionStore.class)).isInstanceOf(EmbeddedSessionStore.class);
            assertThat(folder.resolve("sub/peruser.db")).exists();
            assertThat(context.getBean(FilterRegistrationBean.class).getFilter())
                    .isInstanceOf(PerUserFilter.class);
            assertThat(context.getBean(FilterRegistrationBean.class).getOrder()).isLessThan(-105);
        });
    }

    @Test
    void timesThatAreWrong_areRefusedByName() {
        runner.withPropertyValues(
                        "peruser.deadline=100000000000d",
                        "peruser.guest-idle=-1d",
                        "peruser.user-idle=0s",
                        "peruser.purge-every=1ns",
                        "peruser.near-cache.enabled=true",
                        "peruser.near-cache.maximum-age=100000000000d",
                        "peruser.redis.url=redis://localhost",
                        "peruser.redis.wait-time=100000000000d")
                .run(failsAndSays(
                        "peruser.deadline must be from 10ms to 1m",
                        "peruser.guest-idle must be at least 1s",
                        "peruser.user-idle must be at least 1s",
                        "peruser.purge-every must be at least 1s",
                        "peruser.near-cache.maximum-age must be more than 0 and at most 10m",
                        "peruser.redis.wait-time: time must be from 1 ms to 1 minute"));
        runner.withPropertyValues("peruser.guest-idle=99999999999999999d").run(failsAndSays("peruser.guest-idle"));
    }

    @Test
    void timesThatNeverEnd_areTaken() {
        runner.withPropertyValues(
                        "peruser.store=memory",
                        "peruser.guest-idle=100000000000d",
                        "peruser.user-idle=100000000000d",
                        "peruser.purge-every=100000000000d")
                .run(context -> {
                    PerUser perUser = context.getBean(PerUser.class);
                    perUser.withSession(
                            UserId.of("ada"), session -> session.list("cart").add("tea"));
                    assertThat(perUser.withSession(UserId.of("ada"), UserSession::names))
                            .containsExactly("cart");
                });
    }

    @Test
    void wrongSettings_areAllListed() {
        runner.withPropertyValues(
                        "peruser.deadline=1ms",
                        "peruser.refresh-after=2",
                        "peruser.guest-idle=0s",
                        "peruser.waiting-requests=0",
                        "peruser.limits.depth=9999",
                        "peruser.limits.attribute-bytes=0",
                        "peruser.cookie.name=a b",
                        "peruser.jdbc.table=drop table")
                .run(failsAndSays(
                        "peruser.deadline",
                        "peruser.refresh-after",
                        "peruser.guest-idle",
                        "peruser.waiting-requests",
                        "peruser.limits.depth",
                        "peruser.limits.attribute-bytes",
                        "peruser.cookie.name",
                        "table must be"));
    }

    @Test
    void renamedProperty_stopsTheStart_andSaysItsNewName() {
        String saysTheNewName = "peruser.migrate has a new name: set peruser.guest.merge-at-sign-in instead";
        for (String value : List.of("false", "true", "")) {
            runner.withPropertyValues("peruser.migrate=" + value).run(failsAndSays(saysTheNewName));
        }
        runner.withInitializer(context -> context.getEnvironment()
                        .getPropertySources()
                        .addFirst(new SystemEnvironmentPropertySource(
                                "test-systemEnvironment", Map.of("PERUSER_MIGRATE", "false"))))
                .run(failsAndSays(saysTheNewName));
        runner.withUserConfiguration(OwnStore.class)
                .withPropertyValues("peruser.migrate=false", "peruser.deadline=1ms")
                .run(failsAndSays(saysTheNewName, "peruser.deadline"));
    }

    @Test
    void guestsInTheHttpSession_stopTheStart_andTheNewPropertyIsNamed() {
        for (String value : List.of("http-session", "store")) {
            runner.withPropertyValues("peruser.guest.source=" + value)
                    .run(failsAndSays("peruser.guest.source is gone", "set peruser.http-session.attributes instead"));
        }
    }

    @Test
    void attributesOfFrameworks_areRefusedAtTheStart_inWords() {
        for (String name : List.of(
                "SPRING_SECURITY_CONTEXT",
                "org.springframework.web.servlet.support.SessionFlashMapManager.FLASH_MAPS",
                "jakarta.servlet.jsp.jstl.fmt.locale.session",
                "__internal",
                "peruser-types",
                "x".repeat(251))) {
            runner.withPropertyValues("peruser.http-session.attributes=cart," + name, "peruser.deadline=1ms")
                    .run(failsAndSays("peruser.http-session.attributes", name, "peruser.deadline"));
        }
        runner.withPropertyValues("peruser.http-session.attributes=*")
                .run(context -> assertThat(context).hasNotFailed());
    }

    private static List<Object> cartAfterASignIn(PerUser perUser) {
        Visit guest = perUser.newVisit(Visitor::guest).begin();
        guest.session().list("cart").add("tea");
        guest.commit();
        Visit signIn = perUser.newVisit(() -> Visitor.user(UserId.of("ada")))
                .presenting(guest.takeTokenChanges().toSet())
                .begin();
        List<Object> cart = List.copyOf(signIn.session().list("cart"));
        signIn.commit();
        return cart;
    }

    @Test
    void guestsData_isHiddenAtSignIn_ifThePropertySaysSo() {
        runner.withPropertyValues("peruser.guest.merge-at-sign-in=false")
                .run(context -> assertThat(cartAfterASignIn(context.getBean(PerUser.class)))
                        .isEmpty());
        runner.run(context ->
                assertThat(cartAfterASignIn(context.getBean(PerUser.class))).containsExactly("tea"));
    }

    @Test
    void signInPolicy_isTheApplicationsBean() {
        runner.withBean(SignInPolicy.class, () -> signIn -> SignInPolicy.Decision.keepAccount())
                .run(context -> assertThat(cartAfterASignIn(context.getBean(PerUser.class)))
                        .isEmpty());
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnStore {
        @Bean
        SessionStore store() {
            return new InMemorySessionStore();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class AttributesTwice {
        @Bean
        Attribute<String> one() {
            return Attribute.of("same", String.class);
        }

        @Bean
        Attribute<Integer> other() {
            return Attribute.of("same", Integer.class);
        }
    }

    @Test
    void twoAttributesOfOneName_failStartUp() {
        runner.withUserConfiguration(AttributesTwice.class).run(failsAndSays("'same'"));
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnParts {
        @Bean
        SessionStore store() {
            return new InMemorySessionStore();
        }

        @Bean
        VisitorResolver visitors() {
            return VisitorResolver.containerPrincipal();
        }

        @Bean
        PerUser engine(SessionStore store) {
            return PerUser.builder(store).build();
        }
    }

    @Test
    void everythingBacksOff_beforeTheApplicationsOwn() {
        runner.withUserConfiguration(OwnParts.class).run(context -> {
            assertThat(context).hasSingleBean(SessionStore.class).hasSingleBean(PerUser.class);
            assertThat(context).hasSingleBean(VisitorResolver.class);
            assertThat(folder.resolve("sub")).doesNotExist();
        });
    }

    @Test
    void withoutSpringSecurity_theContainersPrincipalCounts() {
        runner.withClassLoader(new FilteredClassLoader(HttpSecurity.class)).run(context -> {
            assertThat(context).hasSingleBean(VisitorResolver.class).doesNotHaveBean(UserIdResolver.class);
            assertThat(context.getBean(VisitorResolver.class).getClass().getPackage())
                    .isNotEqualTo(PerUserSecurityAutoConfiguration.class.getPackage());
        });
    }

    @Test
    void proxyOutsideOfARequest_saysWhatToDo() {
        runner.run(context -> org.assertj.core.api.Assertions.assertThatIllegalStateException()
                .isThrownBy(() -> context.getBean(UserSession.class).names())
                .withMessageContaining("controller argument"));
    }

    @Test
    void cookieSettings_makeTheCookie_andContradictionsStopTheStart() {
        runner.withPropertyValues(
                        "peruser.cookie.same-site=none",
                        "peruser.cookie.always-secure=true",
                        "peruser.cookie.partitioned=true")
                .run(context -> assertThat(context).hasSingleBean(GuestCookie.class));
        runner.withPropertyValues("peruser.cookie.same-site=none")
                .run(failsAndSays("peruser.cookie.always-secure=true", "same-site=none"));
        runner.withPropertyValues("peruser.cookie.domain=.shop.example", "peruser.cookie.path=shop")
                .run(failsAndSays("peruser.cookie.domain", "peruser.cookie.path"));
    }
}
