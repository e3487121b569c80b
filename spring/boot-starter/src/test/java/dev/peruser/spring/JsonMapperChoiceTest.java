package dev.peruser.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.Attribute;
import dev.peruser.PerUser;
import dev.peruser.UserId;
import dev.peruser.store.InMemorySessionStore;
import dev.peruser.store.SessionStore;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.module.kotlin.KotlinModule;

/** What of an application's Jackson modules and settings is PerUser's, and what isn't. */
class JsonMapperChoiceTest {
    record Settings(String colorTheme) {}

    private static final Attribute<Settings> SETTINGS = Attribute.of("settings", Settings.class);
    private static final UserId ADA = UserId.of("ada");

    /** What was asked of modules to set up, in this order. */
    private static final List<String> SET_UP = new ArrayList<>();

    private static JacksonModule module(String name) {
        return new SimpleModule(name) {
            private static final long serialVersionUID = 1;

            @Override
            public void setupModule(SetupContext context) {
                SET_UP.add(name);
            }
        };
    }

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(PerUserAutoConfiguration.class))
            .withUserConfiguration(Common.class)
            .withInitializer(context -> SET_UP.clear());

    @Configuration(proxyBeanMethods = false)
    static class Common {
        @Bean
        SessionStore store() {
            return new InMemorySessionStore();
        }

        @Bean
        Attribute<Settings> settings() {
            return SETTINGS;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Modules {
        @Bean
        JacksonModule webModule() {
            return module("web");
        }

        @Bean
        @PerUserJacksonModule
        @Order(2)
        JacksonModule secondModule() {
            return module("second");
        }

        @Bean(defaultCandidate = false)
        @PerUserJacksonModule
        @Order(1)
        JacksonModule firstModule() {
            return module("first");
        }
    }

    @Test
    void onlyMarkedModules_arePerUsers_inTheirOrder() {
        runner.withUserConfiguration(Modules.class).run(context -> {
            assertThat(context).hasSingleBean(PerUser.class);
            assertThat(SET_UP).startsWith("first", "second").doesNotContain("web");
        });
    }

    @Test
    void moduleThatIsNoDefaultCandidate_isNotTheApplications() {
        runner.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class))
                .withUserConfiguration(Modules.class)
                .run(context -> {
                    SET_UP.clear();
                    assertThat(context.getBean(JsonMapper.class).registeredModules())
                            .extracting(JacksonModule::getModuleName)
                            .contains("web", "second")
                            .doesNotContain("first");
                });
    }

    @Configuration(proxyBeanMethods = false)
    static class SnakeCase {
        @Bean
        PerUserJsonMapperCustomizer snakeCase() {
            return builder -> builder.propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);
        }
    }

    private static Object storedName(PerUser perUser, SessionStore store) {
        perUser.withSession(ADA, session -> {
            session.put(SETTINGS, new Settings("dark"));
            return true;
        });
        PerUser undeclared = PerUser.builder(store).build();
        return undeclared.withSession(
                ADA, session -> session.map("settings").keySet().toString());
    }

    @Test
    void customizer_changesWhatIsStored_andTheApplicationsSettingsDont() {
        runner.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class))
                .withPropertyValues("spring.jackson.property-naming-strategy=KEBAB_CASE")
                .run(context -> assertThat(
                                storedName(context.getBean(PerUser.class), context.getBean(SessionStore.class)))
                        .isEqualTo("[colorTheme]"));
        runner.withUserConfiguration(SnakeCase.class)
                .run(context -> assertThat(
                                storedName(context.getBean(PerUser.class), context.getBean(SessionStore.class)))
                        .isEqualTo("[color_theme]"));
    }

    @Test
    void applicationWithoutKotlin_starts() {
        runner.withClassLoader(new FilteredClassLoader(KotlinModule.class))
                .run(context -> assertThat(context).hasSingleBean(PerUser.class));
        runner.withClassLoader(new FilteredClassLoader("kotlin.reflect"))
                .run(context -> assertThat(context).hasSingleBean(PerUser.class));
    }
}
