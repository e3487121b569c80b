package dev.peruser.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.PerUser;
import dev.peruser.UserId;
import dev.peruser.UserRecords;
import dev.peruser.store.jdbc.JdbcUserRecords;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.support.TransactionTemplate;

/** Users' records by properties. */
class UserRecordsChoiceTest extends AutoConfigurationFixture {
    private static final UserId SEVEN = UserId.of("7");

    @BeforeEach
    void withRecords() {
        runner = runner.withConfiguration(AutoConfigurations.of(PerUserRecordsAutoConfiguration.class));
    }

    /** With accounts of numbers, and one that has only a name. */
    @Configuration(proxyBeanMethods = false)
    static class WithAccounts {
        @Bean
        DataSource dataSource() throws SQLException {
            JdbcDataSource dataSource = new JdbcDataSource();
            dataSource.setUrl("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
            execute(
                    dataSource,
                    "CREATE TABLE account (id BIGINT PRIMARY KEY, session_data CLOB, session_version BIGINT)");
            execute(dataSource, "INSERT INTO account (id) VALUES (7)");
            return dataSource;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class AnotherDataSource {
        @Bean
        DataSource another() {
            return new JdbcDataSource();
        }
    }

    /** Of the application. */
    @Configuration(proxyBeanMethods = false)
    static class OwnRecords {
        @Bean
        UserRecords own() {
            return user -> Optional.empty();
        }
    }

    private static void execute(DataSource dataSource, String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String data(DataSource dataSource, String table) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                var row = statement.executeQuery("SELECT session_data FROM " + table)) {
            return row.next() ? String.valueOf(row.getString(1)) : "";
        }
    }

    @Test
    void table_keepsTheSessionsOfUsers() {
        runner.withUserConfiguration(WithAccounts.class)
                .withPropertyValues("peruser.user-records.table=account", "peruser.user-records.numeric-keys=true")
                .run(context -> {
                    context.getBean(PerUser.class)
                            .withSession(SEVEN, session -> session.list("cart").add("tea"));
                    assertThat(data(context.getBean(DataSource.class), "account"))
                            .contains("tea");
                });
    }

    /** Each runner is the application after a deployment; the database stays. */
    @Test
    void sessions_goIntoTheTable_andBackIntoTheStore() throws SQLException {
        String url = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
        JdbcDataSource database = new JdbcDataSource();
        database.setUrl(url);
        execute(database, "CREATE TABLE account (id BIGINT PRIMARY KEY, session_data CLOB, session_version BIGINT)");
        execute(database, "INSERT INTO account (id) VALUES (7)");
        var inStore = runner.withBean(DataSource.class, () -> database).withPropertyValues("peruser.store=jdbc");
        var inTable = inStore.withPropertyValues(
                "peruser.user-records.table=account", "peruser.user-records.numeric-keys=true");
        var back = inTable.withPropertyValues("peruser.user-records.former=true");
        inStore.run(context -> add(context.getBean(PerUser.class), "tea"));
        inTable.run(context ->
                assertThat(add(context.getBean(PerUser.class), "milk")).containsExactly("tea", "milk"));
        assertThat(data(database, "account")).contains("tea", "milk");
        back.run(context ->
                assertThat(add(context.getBean(PerUser.class), "salt")).containsExactly("tea", "milk", "salt"));
        assertThat(data(database, "account")).doesNotContain("tea");
    }

    private static List<Object> add(PerUser perUser, String item) {
        return perUser.withSession(SEVEN, session -> {
            session.list("cart").add(item);
            return new ArrayList<>(session.list("cart"));
        });
    }

    @Test
    void sideTable_isMade() {
        runner.withUserConfiguration(WithAccounts.class)
                .withPropertyValues(
                        "peruser.user-records.table=carts",
                        "peruser.user-records.side-table=true",
                        "peruser.user-records.key-column=account",
                        "peruser.user-records.data-column=cart")
                .run(context -> {
                    context.getBean(PerUser.class)
                            .withSession(
                                    UserId.of("ada"),
                                    session -> session.list("cart").add("tea"));
                    assertThat(data(context.getBean(DataSource.class), "(SELECT cart session_data FROM carts)"))
                            .contains("tea");
                });
    }

    @Test
    void erase_takesPartInSpringsTransaction() {
        runner.withUserConfiguration(WithAccounts.class)
                .withPropertyValues("peruser.user-records.table=account", "peruser.user-records.numeric-keys=true")
                .run(context -> {
                    PerUser perUser = context.getBean(PerUser.class);
                    DataSource dataSource = context.getBean(DataSource.class);
                    TransactionTemplate transactions =
                            new TransactionTemplate(new DataSourceTransactionManager(dataSource));
                    perUser.withSession(SEVEN, session -> session.list("cart").add("tea"));
                    transactions.executeWithoutResult(status -> {
                        perUser.erase(SEVEN);
                        status.setRollbackOnly();
                    });
                    assertThat(data(dataSource, "account")).contains("tea");
                    transactions.executeWithoutResult(status -> {
                        deleteAccount(dataSource);
                        perUser.erase(SEVEN);
                    });
                    assertThat(data(dataSource, "account")).isEmpty();
                });
    }

    private static void deleteAccount(DataSource dataSource) {
        try {
            execute(new TransactionAwareDataSourceProxy(dataSource), "DELETE FROM account");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void withoutSpringsTransactions_recordsWorkAsWell() {
        runner.withUserConfiguration(WithAccounts.class)
                .withClassLoader(new FilteredClassLoader("org.springframework.jdbc.datasource"))
                .withPropertyValues("peruser.user-records.table=account", "peruser.user-records.numeric-keys=true")
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(JdbcUserRecords.class));
    }

    @Test
    void recordsOfTheApplication_takePrecedence() {
        runner.withUserConfiguration(WithAccounts.class, OwnRecords.class)
                .withPropertyValues("peruser.user-records.table=missing")
                .run(context ->
                        assertThat(context).hasNotFailed().hasBean("own").doesNotHaveBean(JdbcUserRecords.class));
    }

    @Test
    void withoutATable_thereAreNone() {
        runner.withUserConfiguration(WithAccounts.class)
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(UserRecords.class));
    }

    @Test
    void whatIsWrong_stopsTheStart_withWhatToDo() {
        runner.withUserConfiguration(WithAccounts.class)
                .withPropertyValues("peruser.user-records.table=customer")
                .run(failsAndSays("no such table", "customer", "peruser.user-records.table"));
        runner.withUserConfiguration(WithAccounts.class)
                .withPropertyValues("peruser.user-records.table=account")
                .run(failsAndSays("column id is a number", "peruser.user-records.numeric-keys=true"));
        runner.withUserConfiguration(WithAccounts.class)
                .withPropertyValues(
                        "peruser.user-records.table=account",
                        "peruser.user-records.numeric-keys=true",
                        "peruser.user-records.data-column=cart")
                .run(failsAndSays("ALTER TABLE account ADD COLUMN cart CLOB"));
        runner.withUserConfiguration(WithAccounts.class)
                .withPropertyValues("peruser.user-records.table=a;b")
                .run(failsAndSays("peruser.user-records", "table must be a name"));
        runner.withUserConfiguration(WithAccounts.class)
                .withPropertyValues("peruser.user-records.side-table=true")
                .run(failsAndSays("set peruser.user-records.table"));
        runner.withPropertyValues("peruser.user-records.table=account").run(failsAndSays("set spring.datasource.url"));
        runner.withUserConfiguration(WithAccounts.class, AnotherDataSource.class)
                .withPropertyValues("peruser.store=memory", "peruser.user-records.table=account")
                .run(failsAndSays("peruser.user-records.data-source"));
    }

    @Test
    void dataSourceByName_isTaken() {
        runner.withUserConfiguration(WithAccounts.class, AnotherDataSource.class)
                .withPropertyValues(
                        "peruser.store=memory",
                        "peruser.user-records.data-source=dataSource",
                        "peruser.user-records.table=account",
                        "peruser.user-records.numeric-keys=true")
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(JdbcUserRecords.class));
    }

    /** Guests, and pages without a session, work without it. */
    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void databaseThatDoesNotAnswer_isLogged(CapturedOutput log) {
        runner.withBean("down", DataSource.class, UserRecordsChoiceTest::down)
                .withPropertyValues("peruser.store=memory", "peruser.user-records.table=account")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(log).contains("the table of users' records doesn't answer");
                });
    }

    private static DataSource down() {
        JdbcDataSource dataSource = new JdbcDataSource();
        dataSource.setUrl("jdbc:h2:tcp://127.0.0.1:1/nowhere");
        return dataSource;
    }
}
