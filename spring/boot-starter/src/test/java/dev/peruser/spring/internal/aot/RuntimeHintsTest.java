package dev.peruser.spring.internal.aot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.peruser.Attribute;
import dev.peruser.UserSession;
import dev.peruser.spring.PerUserProperties;
import dev.peruser.spring.scope.UserScope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.javapoet.ClassName;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;

/** What Spring keeps of an application, and of PerUser in it, when it is processed ahead of time. */
class RuntimeHintsTest {
    private static RuntimeHints hints;

    record Line(String product, int quantity) {}

    record Cart(List<Line> lines) {}

    static final class Note {
        @JsonProperty
        private String text = "";
    }

    @Component
    @UserScope
    static class WishList {
        private List<String> products = new ArrayList<>();

        public List<String> getProducts() {
            return products;
        }

        public void setProducts(List<String> products) {
            this.products = products;
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(WishList.class)
    static class Application {
        @Bean
        Attribute<Cart> cart() {
            return Attribute.builder("cart", Cart.class).build();
        }

        @Bean
        Attribute<Map<String, Note>> notes() {
            return Attribute.builder("notes", new TypeReference<Map<String, Note>>() {})
                    .defaultValue(LinkedHashMap::new)
                    .build();
        }
    }

    @BeforeAll
    static void process() {
        try (AnnotationConfigServletWebServerApplicationContext context =
                new AnnotationConfigServletWebServerApplicationContext()) {
            context.register(Application.class);
            DefaultGenerationContext generation = new DefaultGenerationContext(
                    new ClassNameGenerator(ClassName.get(Application.class)), new InMemoryGeneratedFiles());
            new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
            hints = generation.getRuntimeHints();
            new PerUserRuntimeHints().registerHints(hints, RuntimeHintsTest.class.getClassLoader());
        }
    }

    @Test
    void typesOfDeclaredAttributes_areKept_withWhatIsInThem() throws Exception {
        for (Class<?> type : List.of(Cart.class, Line.class, Note.class)) {
            assertThat(RuntimeHintsPredicates.reflection().onType(type))
                    .as(type.getName())
                    .accepts(hints);
        }
        assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Line.class.getMethod("quantity")))
                .accepts(hints);
        assertThat(RuntimeHintsPredicates.reflection()
                        .onConstructorInvocation(Line.class.getDeclaredConstructor(String.class, int.class)))
                .accepts(hints);
        assertThat(RuntimeHintsPredicates.reflection().onFieldAccess(Note.class.getDeclaredField("text")))
                .accepts(hints);
    }

    @Test
    void classesOfTheScope_areKept() throws Exception {
        assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(WishList.class.getMethod("getProducts")))
                .accepts(hints);
        assertThat(RuntimeHintsPredicates.reflection().onFieldAccess(WishList.class.getDeclaredField("products")))
                .accepts(hints);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dev/peruser/store/jdbc/postgresql.sql",
                "dev/peruser/store/jdbc/postgresql-notify.sql",
                "dev/peruser/store/jdbc/sqlite.sql",
                "dev/peruser/store/redis/save.lua",
                "dev/peruser/store/redis/check.lua"
            })
    void statementsAndScripts_areKept(String resource) {
        assertThat(getClass().getClassLoader().getResource(resource)).isNotNull();
        assertThat(RuntimeHintsPredicates.resource().forResource(resource)).accepts(hints);
    }

    @Test
    void injectableSession_isAProxyThatIsKept() {
        assertThat(RuntimeHintsPredicates.proxies().forInterfaces(UserSession.class))
                .accepts(hints);
    }

    @Test
    void properties_areKept_downToTheInnermost() {
        for (Class<?> type :
                List.of(PerUserProperties.class, PerUserProperties.Jdbc.class, PerUserProperties.HttpSession.class)) {
            assertThat(RuntimeHintsPredicates.reflection().onType(type))
                    .as(type.getName())
                    .accepts(hints);
        }
    }
}
