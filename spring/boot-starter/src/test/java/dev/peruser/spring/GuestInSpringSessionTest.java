package dev.peruser.spring;

import static org.assertj.core.api.Assertions.assertThat;

import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.init.DatabasePopulatorUtils;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.session.jdbc.config.annotation.web.http.EnableJdbcHttpSession;
import org.springframework.session.web.http.SessionRepositoryFilter;
import org.springframework.transaction.PlatformTransactionManager;

/** Guests in Spring Session: each request has a copy of its own of the HttpSession. */
@SpringBootTest(
        classes = GuestInSpringSessionTest.Application.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = "peruser.guest.source=http-session")
class GuestInSpringSessionTest extends GuestPlaceScenarios {
    @Autowired
    private DataSource dataSource;

    /** Spring Session in a database, set up by the application itself. */
    @SpringBootConfiguration
    @EnableAutoConfiguration
    @EnableJdbcHttpSession
    static class Application extends GuestPlaceApplication {
        @Bean
        DataSource sessionDatabase() {
            JdbcDataSource database = new JdbcDataSource();
            database.setURL("jdbc:h2:mem:spring-session;DB_CLOSE_DELAY=-1");
            DatabasePopulatorUtils.execute(
                    new ResourceDatabasePopulator(
                            new ClassPathResource("org/springframework/session/jdbc/schema-h2.sql")),
                    database);
            return database;
        }

        @Bean
        PlatformTransactionManager transactions(DataSource database) {
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
    void aGuestsData_isInSpringSessionsTable() throws Exception {
        browser.change("/add/apple");
        Integer rows = new JdbcTemplate(dataSource)
                .queryForObject(
                        "select count(*) from SPRING_SESSION_ATTRIBUTES where ATTRIBUTE_NAME = 'cart'", Integer.class);
        assertThat(rows).isPositive();
        assertThat(browser.cookieNames()).containsExactly("SESSION");
    }
}
