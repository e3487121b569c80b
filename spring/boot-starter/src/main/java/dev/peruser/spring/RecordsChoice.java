package dev.peruser.spring;

import dev.peruser.spring.internal.start.StartFailure;
import dev.peruser.store.jdbc.ApplicationTransactions;
import dev.peruser.store.jdbc.JdbcUserRecords;
import dev.peruser.store.jdbc.JdbcUserRecordsBuilder;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/** Makes users' records in the table that {@code peruser.user-records.table} names. */
final class RecordsChoice {
    private static final Log LOGGER = LogFactory.getLog(RecordsChoice.class);
    private static final String TRANSACTIONS = "org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy";

    private final PerUserProperties properties;
    private final ListableBeanFactory beans;
    private final Environment environment;

    RecordsChoice(PerUserProperties properties, ListableBeanFactory beans, Environment environment) {
        this.properties = properties;
        this.beans = beans;
        this.environment = environment;
    }

    /** Names that are none are an IllegalArgumentException, and so are choices about no table. */
    static void check(PerUserProperties.Records records) {
        if (!records.table().isEmpty()) {
            var unused = named(records, JdbcUserRecords.builder(UntouchedSource.none()));
        } else if (records.sideTable() || records.numericKeys()) {
            throw new IllegalArgumentException("peruser.user-records has settings, but no table: set"
                    + " peruser.user-records.table, or remove them");
        }
    }

    private static JdbcUserRecordsBuilder named(PerUserProperties.Records records, JdbcUserRecordsBuilder builder) {
        try {
            return builder.table(records.table())
                    .keyColumn(records.keyColumn())
                    .dataColumn(records.dataColumn())
                    .versionColumn(records.versionColumn());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("in peruser.user-records, " + e.getMessage(), e);
        }
    }

    JdbcUserRecords open() {
        PerUserProperties.Records records = properties.userRecords();
        DataSource application = dataSource(records.dataSource());
        Optional<DataSource> own = ownPool(application, !records.dataSource().isEmpty());
        JdbcUserRecordsBuilder builder = named(records, JdbcUserRecords.builder(own.orElse(application)))
                .transactions(transactions(application));
        if (own.isPresent()) {
            builder.connections(properties.jdbc().poolSize()).closeDataSource();
        }
        if (records.numericKeys()) {
            builder.numericKeys();
        }
        if (records.sideTable()) {
            builder.sideTable();
        }
        if (!records.createTable()) {
            builder.requireTable();
        }
        LOGGER.info("peruser.store-chosen: PerUser keeps the sessions of signed-in users in the table "
                + records.table() + (records.sideTable() ? ", which has nothing else" : ", beside the accounts"));
        return builder.build();
    }

    /** As for the store: a request that holds a connection of the application must not wait for another one. */
    private Optional<DataSource> ownPool(DataSource application, boolean isNamed) {
        int size = properties.jdbc().poolSize();
        return size == 0 || isNamed
                ? Optional.empty()
                : new SessionPools(environment, size, properties.deadline()).madeFrom(application);
    }

    private DataSource dataSource(String name) {
        try {
            return name.isEmpty() ? beans.getBean(DataSource.class) : beans.getBean(name, DataSource.class);
        } catch (NoSuchBeanDefinitionException e) {
            List<String> names = List.of(beans.getBeanNamesForType(DataSource.class));
            throw StartFailure.of(
                    "peruser.user-records.table is set, but which DataSource has it is unknown.",
                    names.isEmpty()
                            ? "The application has none: set spring.datasource.url."
                            : "Set peruser.user-records.data-source to one of " + names + ".",
                    e);
        }
    }

    private static ApplicationTransactions transactions(DataSource application) {
        return ClassUtils.isPresent(TRANSACTIONS, null)
                ? new SpringTransactions(application)
                : ApplicationTransactions.unknown();
    }
}
