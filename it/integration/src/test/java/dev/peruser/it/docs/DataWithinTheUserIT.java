package dev.peruser.it.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.PerUser;
import dev.peruser.Visit;
import dev.peruser.store.InMemorySessionStore;
import dev.peruser.store.SessionStore;
import dev.peruser.store.jdbc.JdbcUserRecords;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The examples of docs/guide/data-within-the-user.md. */
class DataWithinTheUserIT {
    private final JdbcConnectionPool database = JdbcConnectionPool.create("jdbc:h2:mem:accounts", "sa", "");
    private final SessionStore store = new InMemorySessionStore();
    private PerUser perUser;
    private JdbcUserRecords opened;

    @BeforeEach
    void accounts() throws SQLException {
        execute("CREATE TABLE account (name VARCHAR PRIMARY KEY, session_data CLOB, session_version BIGINT)");
        execute("INSERT INTO account (name) VALUES ('ada')");
        // snippet:user-records
        JdbcUserRecords records = JdbcUserRecords.builder(database)
                .table("account")
                .keyColumn("name")
                .build();
        records.check(Duration.ofSeconds(10));
        PerUser perUser = PerUser.builder(store).userRecords(records).build();
        // end
        this.perUser = perUser;
        this.opened = records;
    }

    @AfterEach
    void close() {
        opened.close();
        database.dispose();
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String stored() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT session_data FROM account")) {
            row.next();
            return row.getString(1);
        }
    }

    @Test
    void guestsData_getsIntoTheAccountsRow() throws SQLException {
        Device guest = new Device(perUser);
        guest.request(session -> session.list("cart").add("tea"));
        guest.signIn("ada").request(session -> session.put("price", new java.math.BigDecimal("1.50")));
        assertThat(stored()).contains("\"cart\":[\"tea\"]", "\"price\":1.50", "\"__peruser\":{");
        guest.request(session -> assertThat(session.get("price")).contains(new java.math.BigDecimal("1.50")));
    }

    @Test
    void dataOfTheApplication_isThereFromTheBeginning() throws SQLException {
        execute("UPDATE account SET session_data = '{\"theme\":\"dark\"}'");
        new Device(perUser)
                .signIn("ada")
                .request(session -> assertThat(session.get("theme")).contains("dark"));
    }

    @Test
    void twoDevicesAtOnce_loseNothing() {
        Device phone = new Device(perUser).signIn("ada");
        Device desk = new Device(perUser).signIn("ada");
        Visit visit = phone.begin();
        visit.session().list("l").add("phone");
        desk.request(session -> session.list("l").add("desk"));
        phone.end(visit);
        desk.request(session -> assertThat(session.list("l")).containsExactlyInAnyOrder("phone", "desk"));
    }
}
