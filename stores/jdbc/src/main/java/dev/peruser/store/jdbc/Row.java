package dev.peruser.store.jdbc;

import dev.peruser.store.SessionVersion;
import dev.peruser.store.StoredSession;
import dev.peruser.store.jdbc.internal.SessionFrame;
import dev.peruser.store.jdbc.internal.SessionFrame.UnreadableException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** A row as it was read; it is decoded when the connection has been given back. */
final class Row {
    private final long incarnation;
    private final long counter;
    private final long expiresAt;
    private final byte[] body;

    private Row(long incarnation, long counter, long expiresAt, byte[] body) {
        this.incarnation = incarnation;
        this.counter = counter;
        this.expiresAt = expiresAt;
        this.body = body;
    }

    static Optional<Row> read(Database database, PreparedStatement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            return rows.next()
                    ? Optional.of(new Row(rows.getLong(1), rows.getLong(2), rows.getLong(3), database.getBody(rows, 4)))
                    : Optional.empty();
        }
    }

    StoredSession decode(Failures failures, String action) {
        try {
            SessionFrame frame = SessionFrame.decode(body);
            return StoredSession.takingOver(
                    new SessionVersion(incarnation, counter),
                    Instant.ofEpochMilli(expiresAt),
                    frame.header(),
                    frame.attributes());
        } catch (UnreadableException | IllegalArgumentException unreadable) {
            throw failures.because(
                    action,
                    "what is stored is not readable: " + unreadable.getMessage()
                            + "; it was left as it is. Run a version that can read it, or delete the row",
                    null);
        }
    }
}
