package dev.peruser.spring;

import dev.peruser.StoreException;
import dev.peruser.UnusableStoreException;
import dev.peruser.UserRecords;
import dev.peruser.spring.internal.start.StartFailure;
import dev.peruser.store.jdbc.JdbcUserRecords;
import java.time.Duration;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** Users' own records in a table of the application, if a property names one and the application has none. */
@AutoConfiguration(
        before = PerUserAutoConfiguration.class,
        afterName = "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration")
@EnableConfigurationProperties(PerUserProperties.class)
public class PerUserRecordsAutoConfiguration {
    private static final Log LOGGER = LogFactory.getLog(PerUserRecordsAutoConfiguration.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    PerUserRecordsAutoConfiguration() {}

    @Bean(destroyMethod = "close")
    @ConditionalOnProperty("peruser.user-records.table")
    @ConditionalOnMissingBean(UserRecords.class)
    JdbcUserRecords perUserUserRecords(
            PerUserProperties properties, ListableBeanFactory beans, Environment environment) {
        SettingsCheck.requireRight(properties, environment);
        return new RecordsChoice(properties, beans, environment).open();
    }

    /** When all that makes tables has made them: Flyway, Liquibase, scripts, Hibernate. */
    @Bean
    SmartInitializingSingleton perUserUserRecordsCheck(ObjectProvider<JdbcUserRecords> records) {
        return () -> records.orderedStream().forEach(PerUserRecordsAutoConfiguration::check);
    }

    private static void check(JdbcUserRecords records) {
        try {
            records.check(PATIENCE);
        } catch (UnusableStoreException e) {
            throw StartFailure.of(
                    "PerUser can't keep users' sessions there: " + e.getMessage(),
                    "Correct the table, or the names in peruser.user-records.",
                    e);
        } catch (StoreException e) {
            LOGGER.error(
                    "peruser.store-unreachable: the table of users' records doesn't answer; until it does, requests of"
                            + " signed-in users that use the session get 503: " + e.getMessage(),
                    e);
        }
    }
}
