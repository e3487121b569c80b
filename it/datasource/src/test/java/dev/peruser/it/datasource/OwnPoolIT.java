package dev.peruser.it.datasource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.IMetricsTracker;
import com.zaxxer.hikari.util.Credentials;
import dev.peruser.PerUser;
import dev.peruser.StoreException;
import dev.peruser.UserId;
import dev.peruser.it.servers.PostgresServer;
import dev.peruser.it.servers.TestDatabase;
import dev.peruser.spring.PerUserAutoConfiguration;
import dev.peruser.store.ObservableSessionStore;
import dev.peruser.store.SessionKey;
import dev.peruser.store.SessionStore;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import javax.management.ObjectName;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.UserCredentialsDataSourceAdapter;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;
import org.springframework.transaction.support.TransactionTemplate;
import org.sqlite.SQLiteDataSource;

/** The small pool that sessions get for themselves, whatever the application's DataSource is. */
@ExtendWith(OutputCaptureExtension.class)
class OwnPoolIT {
    private static final Duration DEADLINE = Duration.ofMillis(500);
    private static final Duration SOON = DEADLINE.plusMillis(500);
    private static final String SHARED = "peruser.pool-shared";
    private static final String OWN = "over a pool of its own of 2";

    @TempDir
    private Path folder;

    private static ApplicationContextRunner application(DataSource dataSource) {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(PerUserAutoConfiguration.class))
                .withBean("dataSource", DataSource.class, () -> dataSource)
                .withPropertyValues("peruser.store=jdbc", "peruser.deadline=" + DEADLINE.toMillis());
    }

    private static void add(ApplicationContext context) {
        add(context, "ada");
    }

    private static void add(ApplicationContext context, String user) {
        context.getBean(PerUser.class)
                .withSession(UserId.of(user), session -> session.list("cart").add("tea"));
    }

    private static int added(ApplicationContext context) {
        return context.getBean(PerUser.class)
                .withSession(UserId.of("ada"), session -> session.list("cart").size());
    }

    @ParameterizedTest
    @EnumSource
    void sessions_areUsedWhileTheApplicationHoldsItsOnlyConnection(Sources kind, CapturedOutput log) {
        DataSource source = kind.in(folder);
        application(source).run(context -> {
            try (Connection held = source.getConnection()) {
                assertThat(held.isClosed()).isFalse();
                add(context);
                add(context);
                assertThat(added(context)).isEqualTo(2);
            }
            assertThat(log).contains(OWN).doesNotContain(SHARED);
            assertThat(context).hasSingleBean(DataSource.class);
        });
    }

    @Test
    void sqlite_getsAPool(CapturedOutput log) {
        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl("jdbc:sqlite:" + folder.resolve("shop.db"));
        application(source).run(context -> {
            add(context);
            assertThat(added(context)).isEqualTo(1);
            assertThat(log).contains(OWN);
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"LAZY", "ROUTING"})
    void transactionThatOnlyReads_savesItsSessionOnThePrimary(Sources kind) {
        DataSource source = kind.in(folder);
        application(source).run(context -> {
            TransactionTemplate reading = new TransactionTemplate(new DataSourceTransactionManager(source));
            reading.setReadOnly(true);
            reading.executeWithoutResult(status -> add(context));
            assertThat(added(context)).isEqualTo(1);
        });
    }

    /** Outside of a request nobody knows whose database is meant. */
    @Test
    void routingThatCannotChooseAtTheStart_isItsDefaultTarget() {
        HikariDataSource usual = Sources.hikari("jdbc:h2:file:" + folder.resolve("usual"));
        AbstractRoutingDataSource routing = new AbstractRoutingDataSource() {
            @Override
            protected Object determineCurrentLookupKey() {
                throw new IllegalStateException("no tenant is known here");
            }
        };
        routing.setTargetDataSources(Map.of());
        routing.setDefaultTargetDataSource(usual);
        routing.afterPropertiesSet();
        application(routing).run(context -> {
            try (Connection held = usual.getConnection()) {
                add(context);
                assertThat(rows(held)).isEqualTo(1);
            }
        });
        usual.close();
    }

    /** Each connection to it has a database of its own. */
    @Test
    void databaseInTheMemoryOfAConnection_isShared_andThatIsSaid(CapturedOutput log) {
        for (String url : List.of("jdbc:h2:mem:", "jdbc:h2:mem:;MODE=PostgreSQL")) {
            application(Sources.hikari(url)).run(context -> {
                add(context);
                assertThat(added(context)).isEqualTo(1);
                try (Connection only = context.getBean(DataSource.class).getConnection()) {
                    assertThat(rows(only)).isEqualTo(1);
                }
            });
        }
        HikariDataSource sqlite = new HikariDataSource();
        sqlite.setJdbcUrl("jdbc:sqlite::memory:");
        sqlite.setMaximumPoolSize(1);
        application(sqlite).run(context -> {
            add(context);
            assertThat(added(context)).isEqualTo(1);
        });
        assertThat(log)
                .contains(SHARED, "spring.jpa.open-in-view=false", "peruser.jdbc.data-source")
                .doesNotContain(OWN);
    }

    private static int rows(Connection connection) throws SQLException {
        return rows(connection, "peruser_session");
    }

    private static int rows(Connection connection, String table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM " + table)) {
            row.next();
            return row.getInt(1);
        }
    }

    @Test
    void databaseInMemoryWithAName_getsAPool(CapturedOutput log) {
        application(Sources.hikari("jdbc:h2:mem:" + UUID.randomUUID())).run(context -> {
            add(context);
            try (Connection only = context.getBean(DataSource.class).getConnection()) {
                assertThat(rows(only)).isEqualTo(1);
            }
            assertThat(log).contains(OWN);
        });
    }

    /** Then the deadline holds all the same, though the pools would wait for half a minute. */
    @Test
    void sourceThatTellsNothing_isShared_andWaitedForUntilTheDeadline(CapturedOutput log) {
        JdbcConnectionPool pool =
                JdbcConnectionPool.create("jdbc:h2:file:" + folder.resolve("unknown"), "sa", "secret");
        pool.setMaxConnections(1);
        DataSource somebodyElse = somebodyElse(folder.resolve("somebody"));
        for (DataSource source : List.of(pool, somebodyElse)) {
            application(source).run(context -> {
                add(context);
                assertEndsInTime(context, source);
                assertThat(added(context)).isEqualTo(1);
            });
        }
        assertThat(log).contains(SHARED).doesNotContain(OWN);
    }

    private static DataSource somebodyElse(Path file) {
        UserCredentialsDataSourceAdapter adapter = new UserCredentialsDataSourceAdapter();
        JdbcConnectionPool pool = JdbcConnectionPool.create("jdbc:h2:file:" + file, "sa", "secret");
        pool.setMaxConnections(1);
        adapter.setTargetDataSource(pool);
        return adapter;
    }

    private static void assertEndsInTime(ApplicationContext context, DataSource source) throws SQLException {
        try (Connection held = source.getConnection()) {
            assertThat(held.isClosed()).isFalse();
            long start = System.nanoTime();
            assertThatThrownBy(() -> added(context)).isInstanceOf(StoreException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
        }
    }

    @Test
    void dataSourceThatIsNamed_andAPoolOfNone_areTheApplicationsChoice(CapturedOutput log) {
        for (String choice : List.of("peruser.jdbc.data-source=dataSource", "peruser.jdbc.pool-size=0")) {
            DataSource source = Sources.HIKARI.in(folder);
            application(source).withPropertyValues(choice).run(context -> {
                added(context);
                assertEndsInTime(context, source);
            });
        }
        assertThat(log).doesNotContain(SHARED).doesNotContain(OWN);
        application(Sources.HIKARI.in(folder))
                .withPropertyValues("peruser.jdbc.pool-size=-1")
                .run(context ->
                        assertThat(context).getFailure().rootCause().hasMessageContaining("peruser.jdbc.pool-size"));
    }

    @Test
    void pool_leavesNoTraceInTheApplication() throws Exception {
        List<String> metered = new CopyOnWriteArrayList<>();
        HikariDataSource source = Sources.hikari("jdbc:h2:file:" + folder.resolve("shop"));
        source.setPoolName("shop");
        source.setRegisterMbeans(true);
        source.setLeakDetectionThreshold(2_000);
        source.setMetricsTrackerFactory((name, stats) -> {
            metered.add(name);
            return new IMetricsTracker() {};
        });
        ObjectName pool = new ObjectName("com.zaxxer.hikari:type=Pool (shop)");
        int loginTimeout = DriverManager.getLoginTimeout();
        application(source).run(context -> {
            try (Connection held = source.getConnection()) {
                assertThat(held.isClosed()).isFalse();
                int ofTheApplication = DriverManager.getLoginTimeout();
                add(context);
                assertThat(DriverManager.getLoginTimeout()).isEqualTo(ofTheApplication);
            }
            ((AutoCloseable) context.getBean(SessionStore.class)).close();
            assertThat(metered).containsExactly("shop");
            assertThat(ManagementFactory.getPlatformMBeanServer().isRegistered(pool))
                    .isTrue();
            assertThat(ManagementFactory.getPlatformMBeanServer()
                            .queryNames(new ObjectName("com.zaxxer.hikari:*"), null))
                    .hasSize(2);
            assertThat(source.isRunning()).isTrue();
        });
        DriverManager.setLoginTimeout(loginTimeout);
    }

    private static HikariDataSource postgresql(TestDatabase database, String name) {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(database.url() + (database.url().contains("?") ? "&" : "?") + "ApplicationName=" + name);
        pool.setUsername(database.user().isEmpty() ? null : database.user());
        pool.setPassword(database.password().isEmpty() ? null : database.password());
        pool.setMaximumPoolSize(1);
        return pool;
    }

    private static int connectionsOf(TestDatabase database, String name) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database.url(), database.user(), database.password());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT count(*) FROM pg_stat_activity WHERE application_name = '" + name + "'")) {
            row.next();
            return row.getInt(1);
        }
    }

    @Test
    void pool_isSmall_andEndsWithTheApplication() throws Exception {
        TestDatabase database = PostgresServer.newest().emptyDatabase();
        HikariDataSource source = postgresql(database, database.table());
        application(source)
                .withPropertyValues("peruser.jdbc.table=" + database.table())
                .run(context -> {
                    List<Thread> threads = IntStream.range(0, 20)
                            .mapToObj(number -> new Thread(() -> add(context, "user " + number)))
                            .toList();
                    threads.forEach(Thread::start);
                    for (Thread thread : threads) {
                        thread.join();
                    }
                    try (Connection connection = source.getConnection()) {
                        assertThat(rows(connection, database.table())).isEqualTo(20);
                    }
                    assertThat(connectionsOf(database, database.table())).isBetween(1, 2 + 1);
                });
        await().untilAsserted(() ->
                assertThat(connectionsOf(database, database.table())).isZero());
    }

    /** What listens for the near cache has a connection beside those that calls take. */
    @Test
    void listening_takesNoConnectionFromCalls() {
        TestDatabase database = PostgresServer.newest().emptyDatabase();
        HikariDataSource source = postgresql(database, database.table());
        application(source)
                .withPropertyValues(
                        "peruser.jdbc.table=" + database.table(),
                        "peruser.jdbc.pool-size=1",
                        "peruser.jdbc.notify-changes=true")
                .run(context -> {
                    try (var listening = ((ObservableSessionStore) context.getBean(SessionStore.class))
                                    .observe(new Nothing());
                            Connection held = source.getConnection()) {
                        assertThat(held.isClosed()).isFalse();
                        await().until(() -> isListening(held));
                        add(context);
                        assertThat(added(context)).isEqualTo(1);
                    }
                });
    }

    private static boolean isListening(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'LISTEN \"peruser_%'")) {
            row.next();
            return row.getInt(1) > 0;
        }
    }

    private static final class Nothing implements ObservableSessionStore.ChangeObserver {
        @Override
        public void changed(SessionKey key) {}

        @Override
        public void missed() {}
    }

    @Test
    void credentials_thatTheApplicationChanges_areTakenOver() throws Exception {
        TestDatabase database = PostgresServer.newest(Map.of()).emptyDatabase();
        HikariDataSource source = postgresql(database, database.table());
        source.setMinimumIdle(0);
        application(source)
                .withPropertyValues("peruser.jdbc.table=" + database.table())
                .run(context -> {
                    add(context);
                    try (Connection connection =
                                    DriverManager.getConnection(database.url(), database.user(), database.password());
                            Statement statement = connection.createStatement()) {
                        statement.execute("ALTER ROLE " + database.user() + " PASSWORD 'another'");
                        source.setCredentials(new Credentials(database.user(), "another"));
                        statement.execute(
                                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '"
                                        + database.table() + "'");
                    }
                    await().ignoreExceptions().until(() -> added(context) == 1);
                });
    }

    /** It is not waited for, and sessions are there as soon as it is. */
    @Test
    void databaseThatDoesNotAnswerAtTheStart_isNoFailure_andWorksLater() throws Exception {
        PostgresServer server = PostgresServer.newest(Map.of());
        TestDatabase database = server.emptyDatabase();
        server.pause();
        try {
            long start = System.nanoTime();
            application(postgresql(database, database.table()))
                    .withPropertyValues("peruser.jdbc.table=" + database.table())
                    .run(context -> {
                        assertThat(context).hasNotFailed();
                        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
                        server.resume();
                        await().ignoreExceptions().untilAsserted(() -> add(context));
                    });
        } finally {
            server.resume();
        }
    }
}
