package dev.peruser.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteFileConnectionTest {
    private static final String ALL = "SELECT name AS called FROM thing WHERE name >= ?";

    @TempDir
    private Path directory;

    private Connection connection;

    @BeforeEach
    void open() throws SQLException {
        connection =
                new SqliteFile(directory.resolve("sessions.db")).dataSource().getConnection();
        execute("CREATE TABLE thing (name TEXT NOT NULL UNIQUE)");
        execute("INSERT INTO thing VALUES ('a'), ('b')");
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @Test
    void prepareStatement_givesTheSameOneAfterItWasClosed() throws SQLException {
        PreparedStatement first = connection.prepareStatement(ALL);
        assertThat(firstFrom(first, "a")).isEqualTo("a");
        first.close();
        PreparedStatement second = connection.prepareStatement(ALL);
        assertThat(second).isSameAs(first);
        assertThat(firstFrom(second, "b")).isEqualTo("b");
        assertThat(connection.prepareStatement("SELECT 1")).isNotSameAs(first);
    }

    /** A SELECT that has rows left would lock the table, and keep SQLite from emptying its log. */
    @Test
    void close_endsAQueryThatHasRowsLeft() throws SQLException {
        PreparedStatement statement = connection.prepareStatement(ALL);
        statement.setString(1, "");
        assertThat(statement.executeQuery().next()).isTrue();
        assertThatThrownBy(() -> execute("DROP TABLE thing")).hasMessageContaining("locked");
        statement.close();
        execute("DROP TABLE thing");
    }

    @Test
    void close_letsGoOfTheParameters() throws SQLException {
        PreparedStatement statement = connection.prepareStatement("SELECT ?");
        assertThat(firstFrom(statement, "personal")).isEqualTo("personal");
        statement.close();
        try (ResultSet rows = connection.prepareStatement("SELECT ?").executeQuery()) {
            assertThat(rows.getString(1)).isNull();
        }
    }

    /** The driver ends a statement after most errors, and it could not be used any more. */
    @Test
    void prepareStatement_givesANewOneWhereTheFirstWasEndedByAnError() throws SQLException {
        String sql = "SELECT abs(?)";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, Long.MIN_VALUE);
            assertThatThrownBy(statement::executeQuery).hasMessageContaining("overflow");
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            assertThat(firstFrom(statement, "-2")).isEqualTo("2.0");
        }
    }

    @Test
    void prepareStatement_givesOneThatWorksAfterAnUpdateWasRefused() throws SQLException {
        String sql = "INSERT INTO thing VALUES (?)";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, "a");
            assertThatThrownBy(statement::executeUpdate).hasMessageContaining("UNIQUE");
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, "c");
            assertThat(statement.executeUpdate()).isEqualTo(1);
        }
    }

    /**
     * SQLite ends all calls of a connection that was interrupted, until none is running any more: what the driver asked
     * for after an INSERT, and kept open, made that forever.
     */
    @Test
    void close_leavesNothingRunningThatAnInterruptionWouldHaveToWaitFor() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("INSERT INTO thing VALUES (?)")) {
            statement.setString(1, "c");
            assertThat(statement.executeUpdate()).isEqualTo(1);
        }
        PreparedStatement statement = connection.prepareStatement(ALL);
        statement.cancel();
        assertThat(firstFrom(statement, "c")).isEqualTo("c");
    }

    @Test
    void prepareStatement_followsATableThatWasMadeAnew() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ALL)) {
            assertThat(firstFrom(statement, "a")).isEqualTo("a");
        }
        execute("DROP TABLE thing");
        execute("CREATE TABLE thing (number INTEGER, name TEXT)");
        execute("INSERT INTO thing VALUES (1, 'new')");
        try (PreparedStatement statement = connection.prepareStatement(ALL)) {
            assertThat(firstFrom(statement, "a")).isEqualTo("new");
        }
    }

    private static String firstFrom(PreparedStatement statement, String parameter) throws SQLException {
        statement.setString(1, parameter);
        try (ResultSet rows = statement.executeQuery()) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(rows.getMetaData().getColumnLabel(1))).isEqualTo(rows.getString(1));
            return rows.getString(1);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
