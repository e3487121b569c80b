package dev.peruser.store.jdbc;

import static dev.peruser.store.tck.SampleSessions.patience;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.store.jdbc.Product.Place;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the time is by a database that runs on this machine: a moment, whatever time zone a connection has. */
class DatabaseTimeTest {
    private static final Duration A_MOMENT = Duration.ofSeconds(30);

    private static void assertIsNow(JdbcSessionStore store) {
        assertThat(store.time(patience()))
                .isBetween(Instant.now().minus(A_MOMENT), Instant.now().plus(A_MOMENT));
    }

    /** Connections of the time zone that a statement sets. */
    private static final class InZone extends DelegatingDataSource {
        private final String statement;

        InZone(DataSource target, String statement) {
            super(target);
            this.statement = statement;
        }

        @Override
        public Connection getConnection() throws SQLException {
            Connection connection = super.getConnection();
            try (Statement setting = connection.createStatement()) {
                setting.execute(statement);
            }
            return connection;
        }
    }

    @ParameterizedTest
    @EnumSource
    void server_tellsTheMoment_inEachTimeZone(Product product) throws SQLException {
        for (String zone : new String[] {"+12:00", "-11:00", "+05:45"}) {
            try (Place place = product.open()) {
                String statement = product.isPostgres()
                        ? "SET TIME ZONE INTERVAL '" + zone + "' HOUR TO MINUTE"
                        : "SET time_zone = '" + zone + "'";
                assertIsNow(JdbcSessionStore.builder(new InZone(place.pool, statement))
                        .table(place.table())
                        .build());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"REGULAR", "PostgreSQL", "MySQL", "MariaDB", "MSSQLServer", "Oracle", "DB2"})
    void h2_tellsTheMoment_inEachTimeZone(String mode) {
        for (String zone : new String[] {"UTC", "GMT+12", "GMT-11"}) {
            JdbcConnectionPool pool = LocalDatabases.h2(";MODE=" + mode + ";TIME ZONE=" + zone);
            assertIsNow(JdbcSessionStore.builder(pool).build());
            pool.dispose();
        }
    }

    @Test
    void sqlite_tellsTheMoment(@TempDir Path directory) {
        try (EmbeddedSessionStore store = EmbeddedSessionStore.open(directory.resolve("sessions.db"))) {
            assertThat(store.time(patience()))
                    .isBetween(Instant.now().minus(A_MOMENT), Instant.now().plus(A_MOMENT));
        }
    }
}
