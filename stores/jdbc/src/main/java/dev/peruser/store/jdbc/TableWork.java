package dev.peruser.store.jdbc;

import dev.peruser.StoreException;
import dev.peruser.store.jdbc.Connections.Lease;
import dev.peruser.store.jdbc.internal.Failure;
import dev.peruser.store.jdbc.internal.SqlResource;
import dev.peruser.store.jdbc.internal.TableName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Checks the table, and creates it if it is missing and the store may do so. */
final class TableWork implements StatementRunner.Work<Statement, Boolean> {
    private static final int ATTEMPTS = 5;

    private final String table;
    private final Dialect dialect;
    private final Database database;
    private final Failures failures;
    private final boolean createsTable;

    TableWork(String table, Dialect dialect, Database database, Failures failures, boolean createsTable) {
        this.table = table;
        this.dialect = dialect;
        this.database = database;
        this.failures = failures;
        this.createsTable = createsTable;
    }

    @Override
    public Statement prepare(Lease lease) throws SQLException {
        return lease.connection().createStatement();
    }

    @Override
    public Boolean run(Lease lease, Statement statement) throws SQLException {
        if (TableName.of(table).hasSchema() && !database.hasSchemas()) {
            throw failures.unusable("make its table ready", "SQLite has no schemas; give the table's name without one");
        }
        if (createsTable) {
            createIfMissing(lease.connection(), statement);
        }
        try {
            checkColumns(statement);
        } catch (SQLException exception) {
            if (database.failureOf(exception) != Failure.NO_TABLE) {
                throw exception;
            }
            if (!createsTable) {
                throw unfit("the table is missing or has other columns");
            }
            createAndCheck(statement);
        }
        checkPrimaryKey(lease.connection());
        return true;
    }

    @Override
    public String advice(Failure failure) {
        return switch (failure) {
            case NO_TABLE, NO_RIGHTS, READ_ONLY ->
                "; or let somebody who may create the table with the statements in " + dialect.ddlResource()
                        + " of peruser-store-jdbc's jar";
            default -> "";
        };
    }

    /** Before anything is asked of the table: a question about one that isn't there is an error in several logs. */
    private void createIfMissing(Connection connection, Statement statement) {
        try {
            if (database.primaryKey(connection, table).isEmpty()) {
                create(statement);
            }
        } catch (SQLException exception) {
            // What is asked next fails as well, or the table is there all the same.
        }
    }

    /** Several processes may do that at the same time; whoever comes second may find a name taken, and begins again. */
    private void create(Statement statement) throws SQLException {
        for (int attempt = 1; ; attempt++) {
            try {
                for (String sql : ddl()) {
                    statement.execute(sql);
                }
                return;
            } catch (SQLException exception) {
                if (attempt == ATTEMPTS || database.failureOf(exception) != Failure.DUPLICATE_KEY) {
                    throw exception;
                }
            }
        }
    }

    private void checkColumns(Statement statement) throws SQLException {
        try (ResultSet none =
                statement.executeQuery(Statements.of(table, database).probe())) {
            ResultSetMetaData columns = none.getMetaData();
            if (!database.isBody(columns, columns.getColumnCount())) {
                throw unfit("the table's column body has another type");
            }
        }
    }

    /** What a table of that name still lacks then never comes: it is one of something else. */
    private void createAndCheck(Statement statement) throws SQLException {
        try {
            create(statement);
            checkColumns(statement);
        } catch (SQLException exception) {
            if (database.failureOf(exception) == Failure.NO_TABLE) {
                throw unfit("the table has other columns");
            }
            throw exception;
        }
    }

    /** Without a primary key two creates of one session would both succeed. */
    private void checkPrimaryKey(Connection connection) throws SQLException {
        if (!database.primaryKey(connection, table).equals(List.of("session_key"))) {
            throw unfit("the table's primary key is not session_key");
        }
    }

    private StoreException unfit(String what) {
        return failures.unusable(
                "make its table ready",
                what + "; choose another name, or create it with the statements in " + dialect.ddlResource()
                        + " of peruser-store-jdbc's jar");
    }

    private List<String> ddl() {
        return SqlResource.statements(dialect.ddlResource(), table);
    }
}
