package dev.peruser.benchmarks.sidebyside;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ThreadLocalRandom;
import javax.sql.DataSource;

/**
 * The least that can be sent to a database: one SELECT by the key, and one UPDATE of the same bytes where the version
 * is the expected one, in autocommit mode. Nothing is decoded or encoded.
 */
final class RawJdbcSubject extends MeteredSubject {
    private static final int PEOPLE = 100_000;

    private final DataSource dataSource;
    private final byte[][] bodies = new byte[PEOPLE][];
    private byte[] large = new byte[0];

    RawJdbcSubject(String name, DataSource dataSource, String blob, Meter meter, AutoCloseable resources)
            throws SQLException {
        super(name, meter, resources);
        this.dataSource = dataSource;
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS raw_session (session_key VARCHAR(200) NOT NULL PRIMARY KEY,"
                    + " version BIGINT NOT NULL, expires_at BIGINT NOT NULL, body " + blob + " NOT NULL)");
        }
    }

    @Override
    public boolean supports(Case kind) {
        return true;
    }

    private static String prefix(Case kind) {
        return kind == Case.H ? "large:" : "raw:";
    }

    @Override
    public void fill(Case kind, int people) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            for (int person = 0; person < people; person++) {
                byte[] body = Frames.whole(kind, person);
                if (kind == Case.H) {
                    large = body;
                } else {
                    bodies[person] = body;
                }
                create(connection, prefix(kind) + person, body);
            }
        }
    }

    @Override
    public void prepare(Case kind, int requests) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("DELETE FROM raw_session WHERE session_key LIKE 'sign-in-%'");
            for (int i = 0; i < requests; i++) {
                create(connection, "sign-in-user:" + i, bodies[0]);
                create(connection, "sign-in-guest:" + i, bodies[0]);
            }
        }
    }

    private static void create(Connection connection, String key, byte[] body) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO raw_session (session_key, version, expires_at, body) VALUES (?, ?, ?, ?)")) {
            insert.setString(1, key);
            insert.setLong(2, 1);
            insert.setLong(3, System.currentTimeMillis() + 86_400_000L);
            insert.setBytes(4, body);
            insert.executeUpdate();
        }
    }

    @Override
    public void request(Case kind, int person, int number) throws SQLException {
        String key = prefix(kind) + person;
        try (Connection connection = dataSource.getConnection()) {
            switch (kind) {
                case A, H -> load(connection, key);
                case B, C, D -> require(save(connection, key, load(connection, key), person));
                case E ->
                    create(
                            connection,
                            "new:" + number + ":" + ThreadLocalRandom.current().nextLong(),
                            Frames.changed(Case.E, number));
                case F -> {
                    String user = "sign-in-user:" + person;
                    String guest = "sign-in-guest:" + person;
                    long userVersion = load(connection, user);
                    require(save(connection, guest, load(connection, guest), 0));
                    require(save(connection, user, userVersion, 0));
                    try (PreparedStatement delete = connection.prepareStatement(
                            "DELETE FROM raw_session WHERE session_key = ? AND version = ?")) {
                        delete.setString(1, guest);
                        delete.setLong(2, 2);
                        require(delete.executeUpdate() == 1);
                    }
                }
                case G -> {
                    long first = load(connection, key);
                    long second = load(connection, key);
                    require(save(connection, key, second, person));
                    require(!save(connection, key, first, person));
                    require(save(connection, key, load(connection, key), person));
                }
                case I -> {
                    while (!save(connection, key, load(connection, key), person)) {
                        Thread.onSpinWait();
                    }
                }
            }
        }
    }

    /** The version that is stored. */
    private static long load(Connection connection, String key) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT version, expires_at, body FROM raw_session WHERE session_key = ?")) {
            select.setString(1, key);
            try (ResultSet rows = select.executeQuery()) {
                if (!rows.next() || rows.getLong(2) == 0 || rows.getBytes(3).length == 0) {
                    throw new IllegalStateException("nothing is stored under " + key);
                }
                return rows.getLong(1);
            }
        }
    }

    private boolean save(Connection connection, String key, long expected, int person) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE raw_session SET version = ?, expires_at = ?, body = ? WHERE session_key = ? AND version = ?")) {
            update.setLong(1, expected + 1);
            update.setLong(2, System.currentTimeMillis() + 86_400_000L);
            update.setBytes(3, person < 0 ? large : bodies[person]);
            update.setString(4, key);
            update.setLong(5, expected);
            return update.executeUpdate() == 1;
        }
    }
}
