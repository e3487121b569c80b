package dev.peruser.spring.existing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.init.DatabasePopulatorUtils;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.session.jdbc.config.annotation.web.http.EnableJdbcHttpSession;
import org.springframework.session.web.http.SessionRepositoryFilter;
import org.springframework.transaction.PlatformTransactionManager;

/** With Spring Session in a database that both servers have. */
class InSpringSessionTest extends ExistingApplicationScenarios {
    @Override
    ExistingApplicationNode start(String... properties) {
        return ExistingApplicationNode.start("existing-with-spring-session", List.of(SpringSession.class), properties);
    }

    /** As Spring Boot's module for it does, but on the application's database. */
    @Configuration
    @EnableJdbcHttpSession
    static class SpringSession {
        @Bean
        PlatformTransactionManager transactions(DataSource database) {
            ResourceDatabasePopulator tables = new ResourceDatabasePopulator(
                    new ClassPathResource("org/springframework/session/jdbc/schema-h2.sql"));
            tables.setContinueOnError(true); // the other server may have made them
            DatabasePopulatorUtils.execute(tables, database);
            return new DataSourceTransactionManager(database);
        }

        @Bean
        FilterRegistrationBean<SessionRepositoryFilter<?>> springSessionFilter(SessionRepositoryFilter<?> filter) {
            FilterRegistrationBean<SessionRepositoryFilter<?>> registration = new FilterRegistrationBean<>(filter);
            registration.setOrder(SessionRepositoryFilter.DEFAULT_ORDER);
            return registration;
        }
    }

    @Test
    void theVisitorsAttributes_areNeverInSpringSessionsStore() {
        JdbcTemplate database = new JdbcTemplate(one.bean(DataSource.class));
        database.update("delete from SPRING_SESSION");
        browser.change("/cart/apple").change("/wishes/tea").change("/basket/plum");
        browser.change("/other").signIn().change("/cart/pear");
        List<String> names =
                database.queryForList("select distinct ATTRIBUTE_NAME from SPRING_SESSION_ATTRIBUTES", String.class);
        assertThat(names)
                .contains("other", "SPRING_SECURITY_CONTEXT")
                .doesNotContain("cart", "wishes", "scopedTarget.basket");
        assertThat(browser.hasCookie("SESSION")).isTrue();
    }
}
