package dev.peruser.it.datasource;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.it.servers.HttpBrowser;
import dev.peruser.it.servers.MariaDbServer;
import dev.peruser.it.servers.PostgresServer;
import dev.peruser.it.servers.TestDatabase;
import dev.peruser.store.SessionStore;
import dev.peruser.store.jdbc.JdbcSessionStore;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What an application that has a database must do to keep sessions there: nothing. */
@ExtendWith(OutputCaptureExtension.class)
class DatabaseByUrlIT {

    @Test
    void postgresql_bySpringDatasourceUrlOnly() throws Exception {
        keepsSessionsInItsDatabase(PostgresServer.newest().emptyDatabase());
    }

    @Test
    void mariadb_bySpringDatasourceUrlOnly() throws Exception {
        keepsSessionsInItsDatabase(MariaDbServer.newer().emptyDatabase());
    }

    private static void keepsSessionsInItsDatabase(TestDatabase database) throws Exception {
        try (ConfigurableApplicationContext application = start(database)) {
            assertThat(application.getBean(SessionStore.class)).isInstanceOf(JdbcSessionStore.class);
            JdbcClient sql = application.getBean(JdbcClient.class);
            sql.sql("CREATE TABLE IF NOT EXISTS orders (what VARCHAR(100))").update();
            sql.sql("DELETE FROM orders").update();
            try {
                HttpBrowser guest = new HttpBrowser(((WebServerApplicationContext) application)
                        .getWebServer()
                        .getPort());
                assertThat(guest.post("/order?what=tea&fails=false").statusCode())
                        .isEqualTo(200);
                assertThat(guest.text("/orders")).isEqualTo("1 stored, 1 remembered");

                // The session is no part of the application's transaction: it remembers what was rolled back.
                assertThat(guest.post("/order?what=coffee&fails=true").statusCode())
                        .isEqualTo(409);
                assertThat(guest.text("/orders")).isEqualTo("1 stored, 2 remembered");
                assertThat(sql.sql("SELECT count(*) FROM " + table(database))
                                .query(Integer.class)
                                .single())
                        .isEqualTo(1);
            } finally {
                sql.sql("DROP TABLE orders").update();
                sql.sql("DROP TABLE " + table(database)).update();
            }
        }
    }

    /** In a server of somebody's own it may be there already. */
    private static String table(TestDatabase database) {
        return isGiven() ? database.table() : "peruser_session";
    }

    private static boolean isGiven() {
        return PostgresServer.given().isPresent() || MariaDbServer.given().isPresent();
    }

    private static ConfigurableApplicationContext start(TestDatabase database) {
        String url = database.user().isEmpty()
                ? database.url()
                : database.url() + "?user=" + database.user() + "&password=" + database.password();
        SpringApplicationBuilder application =
                new SpringApplicationBuilder(OrderApplication.class).web(WebApplicationType.SERVLET);
        List<String> arguments = new ArrayList<>(
                List.of("--spring.datasource.url=" + url, "--server.port=0", "--spring.main.banner-mode=off"));
        if (isGiven()) {
            arguments.add("--peruser.jdbc.table=" + table(database));
        }
        return application.run(arguments.toArray(String[]::new));
    }

    /** Start-up says so, and goes on: pages that need no session work. */
    @Test
    void password_thatIsWrongIsSaidAtStartUp(CapturedOutput output) {
        TestDatabase database = PostgresServer.newest().emptyDatabase();
        TestDatabase mistaken = new TestDatabase(database.url(), "nobody", "guessed", database.table());
        long start = System.nanoTime();
        try (ConfigurableApplicationContext application = start(mistaken)) {
            assertThat(application.isRunning()).isTrue();
        }
        assertThat((System.nanoTime() - start) / 1_000_000_000).isLessThan(20);
        assertThat(output)
                .contains("the database refused the user or the password")
                .doesNotContain("guessed");
    }
}
