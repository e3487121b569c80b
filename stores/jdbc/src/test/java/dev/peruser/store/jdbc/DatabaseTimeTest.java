package dev.peruser.store.jdbc;

import static dev.peruser.store.tck.SampleSessions.patience;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.store.jdbc.Product.Place;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the time is by a database that runs on this machine: a moment, whatever time zone a connection has. */
class DatabaseTimeTest {
    private static final Duration A_MOMENT = Duration.ofSeconds(30);

    private static void assertIsNow(JdbcSessionStore store) {
        assertThat(store.time(patience()))
                .isBetween(Instant.now().minus(A_MOMENT), Instant.now().plus(A_MOMENT));
    }

    @ParameterizedTest
    @EnumSource
    void server_tellsTheMoment_inEachTimeZone(Product product) throws SQLException {
        for (String zone : new String[] {"+12:00", "-11:00", "+05:45"}) {
            try (Place place = product.open()) {
                place.pool.setConnectionInitSql(
                        product.isPostgres()
                                ? "SET TIME ZONE INTERVAL '" + zone + "' HOUR TO MINUTE"
                                : "SET time_zone = '" + zone + "'");
                assertIsNow(place.store().build());
            }
        }
    }

    @Test
    void h2_tellsTheMoment_inEachTimeZone() {
        for (String zone : new String[] {"UTC", "GMT+12", "GMT-11"}) {
            JdbcConnectionPool pool = LocalDatabases.h2(";TIME ZONE=" + zone);
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
