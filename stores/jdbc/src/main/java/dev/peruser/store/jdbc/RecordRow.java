package dev.peruser.store.jdbc;

import dev.peruser.UserRecord;
import dev.peruser.store.Deadline;
import dev.peruser.store.jdbc.internal.DataColumn;
import dev.peruser.store.jdbc.internal.Failure;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One user's row. */
final class RecordRow implements UserRecord.Versioned {
    private final Object key;
    private final boolean isInserted;
    private final Calls calls;
    private final Supplier<Optional<Calls>> callsToErase;

    /**
     * Creates it.
     *
     * @param isInserted whether a row that isn't there is inserted
     * @param callsToErase by what the data is erased, if not by the same
     */
    RecordRow(Object key, boolean isInserted, Calls calls, Supplier<Optional<Calls>> callsToErase) {
        this.key = key;
        this.isInserted = isInserted;
        this.calls = calls;
        this.callsToErase = callsToErase;
    }

    /** What is sent to the database. */
    enum Step {
        LOAD("load a user's session"),
        INSERT("create a user's session"),
        UPDATE("save a user's session");

        private final String action;

        Step(String action) {
            this.action = action;
        }

        String action() {
            return action;
        }
    }

    /** Sends a statement by some connection. */
    interface Calls {
        <T> T run(Step step, Deadline deadline, Query<T> query);
    }

    /** Sets a statement's parameters, from the given one on, and carries it out. */
    interface Query<T> {
        T run(RecordTable table, PreparedStatement statement, int first) throws SQLException;
    }

    private record Row(@Nullable String text, long version) {}

    @Override
    public UserRecord toErase() {
        return callsToErase
                .get()
                .<UserRecord>map(others -> new RecordRow(key, isInserted, others, Optional::empty))
                .orElse(this);
    }

    @Override
    public Optional<Snapshot> loadSessionData(Deadline deadline) {
        Optional<Row> row = calls.run(Step.LOAD, deadline, (table, statement, first) -> {
            table.setKey(statement, first, key);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? Optional.of(only(table, rows)) : Optional.<Row>empty();
            }
        });
        return row.map(read -> new Snapshot(dataOf(read.text()), read.version()))
                .or(() -> isInserted ? Optional.of(new Snapshot(Map.of(), 0)) : Optional.empty());
    }

    /** A second row would be saved, too, or be another user's. */
    private static Row only(RecordTable table, ResultSet rows) throws SQLException {
        DataColumn column = table.column();
        Row row = new Row(column.get(rows, 1), rows.getLong(2));
        if (rows.next()) {
            throw table.severalRows();
        }
        return row;
    }

    private static Map<String, @Nullable Object> dataOf(@Nullable String text) {
        return text == null || text.isBlank() || text.equals("null") ? Map.of() : UserRecord.fromJson(text);
    }

    @Override
    public boolean storeSessionData(Map<String, @Nullable Object> data, long expectedVersion, Deadline deadline) {
        String text = UserRecord.toJson(data);
        return (isInserted && expectedVersion == 0 && insert(text, deadline))
                || update(text, expectedVersion, deadline);
    }

    private boolean insert(String text, Deadline deadline) {
        return calls.run(Step.INSERT, deadline, (table, statement, first) -> {
            table.setKey(statement, first, key);
            table.column().set(statement, first + 1, text);
            try {
                return statement.executeUpdate() == 1;
            } catch (SQLException exception) {
                if (table.database().failureOf(exception) == Failure.DUPLICATE_KEY) {
                    return false;
                }
                throw exception;
            }
        });
    }

    private boolean update(String text, long expectedVersion, Deadline deadline) {
        return calls.run(Step.UPDATE, deadline, (table, statement, first) -> {
            table.column().set(statement, first, text);
            table.setKey(statement, first + 1, key);
            statement.setLong(first + 2, expectedVersion);
            return statement.executeUpdate() == 1;
        });
    }
}
