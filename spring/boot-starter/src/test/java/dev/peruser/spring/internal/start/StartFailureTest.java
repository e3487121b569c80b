package dev.peruser.spring.internal.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.peruser.Attribute;
import dev.peruser.PerUser;
import dev.peruser.UserId;
import dev.peruser.it.servers.RedisServer;
import dev.peruser.it.servers.RedisUnderTest;
import dev.peruser.spring.scope.UserScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What somebody sees whose application doesn't start: Spring Boot's report, with the words of PerUser. */
@ExtendWith(OutputCaptureExtension.class)
class StartFailureTest {
    private static final int LONGEST_REPORT = 15;

    @TempDir
    Path folder;

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Application {}

    /** Starts it as its main method would, and returns the report. */
    private String report(CapturedOutput output, Class<?> configuration, String... properties) {
        SpringApplication application = new SpringApplicationBuilder(Application.class, configuration)
                .properties("server.port=0", "peruser.embedded.path=" + folder.resolve("peruser.db"))
                .build();
        String[] arguments =
                Stream.of(properties).map(property -> "--" + property).toArray(String[]::new);
        int before = output.getAll().length();
        assertThatThrownBy(() -> application.run(arguments).close()).isInstanceOf(Exception.class);
        String said = output.getAll().substring(before);
        assertThat(said).contains("APPLICATION FAILED TO START").doesNotContain("\tat ");
        List<String> lines = new ArrayList<>(said.substring(said.lastIndexOf("***\nAPPLICATION FAILED"))
                .lines()
                .toList());
        assertThat(lines).hasSizeLessThanOrEqualTo(LONGEST_REPORT);
        return String.join("\n", lines);
    }

    private static final String WITHOUT_BOOTS_REDIS =
            "spring.autoconfigure.exclude=" + DataRedisAutoConfiguration.class.getName();

    @Test
    void wrongSettings_areListed_withTheirNames(CapturedOutput output) {
        assertThat(report(output, Object.class, "peruser.deadline=PT5H", "peruser.waiting-requests=0"))
                .contains("peruser.deadline", "must be from 10ms to 1m, was PT5H", "peruser.waiting-requests");
    }

    @Test
    void misspelledProperty_isRefused_withThePropertyThatWasMeant(CapturedOutput output) {
        assertThat(report(output, Object.class, "peruser.stroe=memory"))
                .contains("peruser.stroe is no property of PerUser: did you mean peruser.store?", "commandLineArgs");
        assertThat(report(output, Object.class, "peruser.redis-url=redis://x"))
                .contains("did you mean peruser.redis.url?");
        assertThat(report(output, Object.class, "peruser.guest-timeout=5d", "peruser.cookie=x"))
                .contains("peruser.guest-timeout", "did you mean peruser.cookie.name?");
    }

    @Test
    void jdbcWithoutADataSource_saysWhatToSet(CapturedOutput output) {
        assertThat(report(output, Object.class, "peruser.store=jdbc"))
                .contains("peruser.store=jdbc", "no DataSource", "Set spring.datasource.url");
    }

    @Test
    void addressOfADatabase_withoutADataSource_isNotPassedOver(CapturedOutput output) {
        assertThat(report(output, Object.class, "spring.datasource.url=jdbc:postgresql://localhost/shop"))
                .contains("spring.datasource.url is set", "spring-boot-starter-jdbc", "peruser.store=embedded");
    }

    @Configuration(proxyBeanMethods = false)
    static class TwoDataSources {
        @Bean
        DataSource orders() {
            return database();
        }

        @Bean
        DataSource customers() {
            return database();
        }

        private static DataSource database() {
            JdbcDataSource database = new JdbcDataSource();
            database.setURL("jdbc:h2:mem:start");
            return database;
        }
    }

    @Test
    void severalDataSources_orAnUnknownOne_areListed(CapturedOutput output) {
        assertThat(report(output, TwoDataSources.class))
                .contains("[orders, customers]", "none is primary", "Set peruser.jdbc.data-source");
        assertThat(report(output, TwoDataSources.class, "peruser.jdbc.data-source=order"))
                .contains("peruser.jdbc.data-source names order", "[orders, customers]");
        assertThat(report(output, TwoDataSources.class, "peruser.store=embedded", "peruser.user-records.table=account"))
                .contains("peruser.user-records.table", "peruser.user-records.data-source", "[orders, customers]");
    }

    @Test
    void fileThatCantBeUsed_isNamed_withItsProperty(CapturedOutput output) throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "no database");
        assertThat(report(output, Object.class, "peruser.embedded.path=" + file))
                .contains("The session file " + file, "not a database", "Set peruser.embedded.path");
        assertThat(report(output, Object.class, "peruser.embedded.path=" + file.resolve("below")))
                .contains("can't be used", "Set peruser.embedded.path");
        assertThat(report(output, Object.class, "peruser.embedded.path=" + folder))
                .contains("it is a directory");
    }

    @Configuration(proxyBeanMethods = false)
    static class OneNameTwice {
        @Bean
        Attribute<String> theme() {
            return Attribute.builder("theme", String.class).build();
        }

        @Bean
        Attribute<String> look() {
            return Attribute.builder("theme", String.class).build();
        }
    }

    @Test
    void twoBeansOfOneAttribute_areNamed(CapturedOutput output) {
        assertThat(report(output, OneNameTwice.class))
                .contains("attribute 'theme' is declared by two different", "It is declared by: look, theme");
    }

    @Configuration(proxyBeanMethods = false)
    static class UnreadableClass {
        static final class Point {
            private final int x;

            Point(int first) {
                x = first;
            }

            @Override
            public String toString() {
                return "at " + x;
            }
        }

        @Bean
        Attribute<Point> place() {
            return Attribute.builder("place", Point.class).build();
        }
    }

    @Test
    void classThatCantBeReadBack_isNamed_withItsBean(CapturedOutput output) {
        assertThat(report(output, UnreadableClass.class)).contains("'place'", "It is declared by: place", "values.md");
    }

    @Configuration(proxyBeanMethods = false)
    @Import(WishList.class)
    static class ScopeAndAttribute {
        @Bean
        Attribute<String> wishes() {
            return Attribute.builder("wishList", String.class).build();
        }
    }

    @UserScope
    @org.springframework.stereotype.Component("wishList")
    static class WishList {
        public List<String> products = new ArrayList<>();
    }

    @Test
    void beanOfTheScope_andAnAttributeOfAnotherClass_areBothNamed(CapturedOutput output) {
        assertThat(report(output, ScopeAndAttribute.class))
                .contains("'wishList' of scope 'user'", "Give both the same class, or other names.");
    }

    @Test
    void addressOfRedis_thatIsMissingOrWrong_saysWhatIsRight(CapturedOutput output) {
        assertThat(report(output, Object.class, "peruser.store=redis", WITHOUT_BOOTS_REDIS))
                .contains("no address", "Set peruser.redis.url");
        assertThat(report(output, Object.class, "peruser.redis.url=localhost"))
                .contains("peruser.redis.url", "must be an address such as");
        assertThat(report(
                        output,
                        Object.class,
                        "peruser.redis.url=" + RedisUnderTest.clusterUrls().get(0)))
                .contains("a node of a Cluster", "peruser.redis.cluster");
    }

    @Test
    void redisThatRefusesWhatSessionsNeed_stopsTheStart_andSaysWhat(CapturedOutput output) {
        Map<String, String> settings = Map.of(
                "rename-command EVAL \"\"",
                "denies a command that sessions need",
                "requirepass secret",
                "the server wants a password");
        settings.forEach((setting, words) -> {
            try (RedisServer server = RedisServer.started(setting)) {
                assertThat(report(output, Object.class, "peruser.redis.url=" + server.url()))
                        .contains("PerUser can't keep sessions there", words);
            }
        });
    }

    @Test
    void nearCacheOfARedis_thatTellsNoChanges_stopsTheStart_andSaysWhy(CapturedOutput output) {
        try (RedisServer server = RedisServer.started("rename-command HELLO \"\"")) {
            assertThat(report(
                            output,
                            Object.class,
                            "peruser.redis.url=" + server.url(),
                            "peruser.near-cache.enabled=true"))
                    .contains("denies HELLO", "switch the near cache off");
        }
    }

    @Test
    void redisThatDeniesTheGreeting_isStartedWith() {
        try (RedisServer server = RedisServer.started(
                        "rename-command HELLO \"\"", "rename-command INFO \"\"", "rename-command CLIENT \"\"");
                ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
                        .run("--server.port=0", "--peruser.redis.url=" + server.url())) {
            PerUser perUser = context.getBean(PerUser.class);
            UserId alice = UserId.of("alice");
            perUser.withSession(alice, session -> session.map("theme").put("name", "dark"));
            assertThat(perUser.<Object>withSession(
                            alice, session -> session.map("theme").get("name")))
                    .isEqualTo("dark");
        }
    }

    @Test
    void tableOfSomebodyElse_stopsTheStart(CapturedOutput output) throws Exception {
        try (HikariDataSource pool = new HikariDataSource()) {
            pool.setJdbcUrl("jdbc:h2:" + folder.resolve("shop"));
            try (var connection = pool.getConnection();
                    var statement = connection.createStatement()) {
                statement.execute("CREATE TABLE peruser_session (id INT)");
            }
        }
        assertThat(report(
                        output,
                        JdbcApplication.class,
                        "peruser.store=jdbc",
                        "test.url=jdbc:h2:" + folder.resolve("shop")))
                .contains("PerUser can't keep sessions there", "peruser_session");
    }

    @Test
    void missingTable_thatMayNotBeCreated_stopsTheStart(CapturedOutput output) {
        assertThat(report(
                        output,
                        JdbcApplication.class,
                        "peruser.store=jdbc",
                        "peruser.jdbc.create-table=false",
                        "test.url=jdbc:h2:" + folder.resolve("empty")))
                .contains("the table is missing or has other columns", "h2.sql");
    }

    @Configuration(proxyBeanMethods = false)
    static class JdbcApplication {
        @Bean
        DataSource dataSource(@org.springframework.beans.factory.annotation.Value("${test.url}") String url) {
            JdbcDataSource database = new JdbcDataSource();
            database.setURL(url);
            return database;
        }
    }

    @Test
    void oldStoreThatCantBe_saysWhatToDo(CapturedOutput output) {
        assertThat(report(output, Object.class, "peruser.move-from.url=mongodb://x"))
                .contains("peruser.move-from.url is not usable", "Correct it");
    }
}
