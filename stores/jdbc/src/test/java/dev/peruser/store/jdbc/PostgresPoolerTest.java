package dev.peruser.store.jdbc;

import static dev.peruser.store.tck.SampleSessions.USER;
import static dev.peruser.store.tck.SampleSessions.createIn;
import static dev.peruser.store.tck.SampleSessions.first;
import static dev.peruser.store.tck.SampleSessions.patience;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.peruser.StoreException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/**
 * Behind PgBouncer, which can't be had as a Maven artifact: what it tells the driver, and what it does to statements.
 */
class PostgresPoolerTest {
    private static final int OFTEN = 20;

    private static HikariDataSource oneConnection(Product.Place place) {
        HikariDataSource one = Pools.of(place.database, place.url(""));
        one.setMaximumPoolSize(1);
        return one;
    }

    private static int preparedAtTheServer(DataSource one) throws SQLException {
        try (Connection connection = one.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT COUNT(*) FROM pg_prepared_statements" + " WHERE statement LIKE '%session_key%'")) {
            row.next();
            return row.getInt(1);
        }
    }

    private static void loadOften(DataSource connections, Product.Place place) {
        try (JdbcSessionStore store =
                JdbcSessionStore.builder(connections).table(place.table()).build()) {
            createIn(store, first("text"));
            for (int i = 0; i < OFTEN; i++) {
                assertThat(store.load(USER, patience())).contains(first("text"));
            }
        }
    }

    /** It gives the driver a process of its own, for requests to cancel. */
    private static DataSource behindAPooler(DataSource server) {
        return new DelegatingDataSource(server) {
            @Override
            public Connection getConnection() throws SQLException {
                Connection connection = super.getConnection();
                PGConnection told = connection.unwrap(PGConnection.class);
                return proxy(
                        Connection.class, connection, "unwrap", proxy(PGConnection.class, told, "getBackendPID", 1));
            }
        };
    }

    private static <T> T proxy(Class<T> type, Object target, String method, Object result) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, called, arguments) -> {
                    if (called.getName().equals(method)) {
                        return result;
                    }
                    try {
                        return called.invoke(target, arguments);
                    } catch (InvocationTargetException failed) {
                        throw failed.getCause();
                    }
                }));
    }

    @Test
    void statements_arePreparedAtTheServer_unlessAPoolerIsBetween() throws Exception {
        try (Product.Place place = Product.POSTGRESQL_18.open();
                HikariDataSource one = oneConnection(place)) {
            loadOften(behindAPooler(one), place);
            assertThat(preparedAtTheServer(one)).isZero();
            try (HikariDataSource direct = oneConnection(place)) {
                loadOften(direct, place);
                assertThat(preparedAtTheServer(direct)).isPositive();
            }
        }
    }

    @Test
    void statement_thatIsAnotherAtTheServer_isSaidToBeAPoolersDoing() throws Exception {
        try (Product.Place place = Product.POSTGRESQL_18.open();
                HikariDataSource one = oneConnection(place);
                JdbcSessionStore store =
                        JdbcSessionStore.builder(one).table(place.table()).build()) {
            try (Connection connection = one.getConnection();
                    Statement statement = connection.createStatement()) {
                for (int i = 1; i <= OFTEN; i++) {
                    statement.execute("PREPARE \"S_" + i + "\" AS SELECT 1"); // somebody else's, of the driver's names
                }
            }
            assertThatThrownBy(() -> loadOften(store))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("PgBouncer")
                    .hasMessageContaining("prepareThreshold=0");
        }
    }

    private static void loadOften(JdbcSessionStore store) {
        for (int i = 0; i < OFTEN; i++) {
            assertThat(store.load(USER, patience())).isEmpty();
        }
    }
}
