package dev.peruser.it.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.peruser.PerUser;
import dev.peruser.UserId;
import dev.peruser.it.servers.PostgresServer;
import dev.peruser.it.servers.TestDatabase;
import dev.peruser.store.jdbc.EmbeddedSessionStore;
import dev.peruser.store.jdbc.JdbcSessionStore;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of docs/stores/embedded-and-jdbc.md and postgresql.md. */
class JdbcStoresIT {
    @TempDir
    private Path directory;

    @Test
    void embedded_isThereAfterARestart() {
        for (int start = 1; start <= 2; start++) {
            // snippet:embedded-store
            EmbeddedSessionStore store = EmbeddedSessionStore.open(directory.resolve("sessions.db"));
            PerUser perUser = PerUser.builder(store).build();
            perUser.start();
            // end
            int starts = perUser.withSession(UserId.of("ada"), session -> {
                session.list("starts").add("x");
                return session.list("starts").size();
            });
            assertThat(starts).isEqualTo(start);
            // snippet:embedded-store-close
            perUser.close();
            store.close();
            // end
        }
    }

    @Test
    void jdbc_onADataSource() {
        JdbcConnectionPool pool =
                JdbcConnectionPool.create("jdbc:h2:file:" + directory.resolve("application"), "sa", "");
        try {
            assertThat(size(pool)).isEqualTo(1);
            assertThat(size(pool)).isEqualTo(2);
        } finally {
            pool.dispose();
        }
    }

    @Test
    void postgresql_inPlainJava() {
        TestDatabase database = PostgresServer.newest().emptyDatabase();
        String url = database.url();
        String user = database.user();
        String password = database.password();
        // snippet:postgresql-plain
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(url);
        pool.setUsername(user);
        pool.setPassword(password);
        pool.setMaximumPoolSize(16);
        pool.setConnectionTimeout(1_500);
        pool.setValidationTimeout(500);
        JdbcSessionStore store = JdbcSessionStore.builder(pool).build();
        // end
        try (pool;
                store;
                JdbcSessionStore ours =
                        JdbcSessionStore.builder(pool).table(database.table()).build()) {
            int size = PerUser.builder(ours).build().withSession(UserId.of("ada"), session -> {
                session.list("l").add(1);
                return session.list("l").size();
            });
            assertThat(size).isEqualTo(1);
        }
    }

    private static int size(DataSource dataSource) {
        // snippet:jdbc-store
        JdbcSessionStore store = JdbcSessionStore.builder(dataSource)
                .table("visitor_session")
                .connections(8)
                .build();
        // end
        try (store) {
            return PerUser.builder(store).build().withSession(UserId.of("ada"), session -> {
                session.list("l").add(1);
                return session.list("l").size();
            });
        }
    }
}
