package dev.peruser.store.jdbc;

import dev.peruser.StoreException;
import dev.peruser.store.jdbc.Connections.Lease;
import dev.peruser.store.jdbc.JdbcUserRecordsBuilder.KeyKind;
import dev.peruser.store.jdbc.RecordTable.Names;
import dev.peruser.store.jdbc.internal.DataColumn;
import dev.peruser.store.jdbc.internal.Failure;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.Set;

/**
 * Looks at the table of user records, or creates it if it is a side table that is missing:
 *
 * <ol>
 *   <li>one query that finds nothing tells whether all columns are there, and of which types;
 *   <li>if it fails, further ones tell what is missing.
 * </ol>
 */
final class RecordTableWork implements StatementRunner.Work<Statement, RecordTable> {
    /** Less is full with the first cart. */
    private static final int SMALLEST = 10_000;

    private static final Set<Integer> NUMERIC =
            Set.of(Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT, Types.NUMERIC, Types.DECIMAL);
    private static final Set<Integer> TEXTUAL = Set.of(Types.CHAR, Types.VARCHAR, Types.LONGVARCHAR);

    private final Names names;
    private final JdbcUserRecordsBuilder options;
    private final Database database;
    private final Failures failures;

    RecordTableWork(Names names, JdbcUserRecordsBuilder options, Database database, Failures failures) {
        this.names = names;
        this.options = options;
        this.database = database;
        this.failures = failures;
    }

    @Override
    public Statement prepare(Lease lease) throws SQLException {
        return lease.connection().createStatement();
    }

    @Override
    public RecordTable run(Lease lease, Statement statement) throws SQLException {
        if (options.isSideTable
                && options.createsTable
                && !works(statement, "SELECT 1 FROM " + names.table() + " WHERE 1 = 0")) {
            create(statement);
        }
        try (ResultSet none = statement.executeQuery(names.probe())) {
            return new RecordTable(database, check(none.getMetaData()), names, failures);
        } catch (SQLException exception) {
            if (database.failureOf(exception) != Failure.NO_TABLE) {
                throw exception;
            }
        }
        throw missing(statement);
    }

    /** Several processes may do that at the same time. */
    private void create(Statement statement) throws SQLException {
        try {
            statement.execute(ddl());
        } catch (SQLException exception) {
            if (!works(statement, names.probe())) {
                if (database.failureOf(exception) == Failure.NO_RIGHTS) {
                    throw unfit("the table is missing, and the user may not create it; create it by: " + ddl());
                }
                throw exception;
            }
        }
    }

    private String ddl() {
        String keyType = options.keyKind == KeyKind.NUMBER ? "BIGINT" : database.nameType();
        return "CREATE TABLE " + names.table() + " (" + names.key() + " " + keyType + " NOT NULL PRIMARY KEY, "
                + names.data() + " " + database.dataType() + ", " + names.version() + " BIGINT NOT NULL)";
    }

    private boolean works(Statement statement, String sql) throws SQLException {
        try {
            statement.executeQuery(sql).close();
            return true;
        } catch (SQLException exception) {
            if (database.failureOf(exception) != Failure.NO_TABLE) {
                throw exception;
            }
            return false;
        }
    }

    private DataColumn check(ResultSetMetaData columns) throws SQLException {
        String type = columns.getColumnTypeName(2);
        DataColumn column = database.dataColumn(columns, 2)
                .orElseThrow(() -> unfit("column " + names.data() + " has the type " + type
                        + ", which doesn't keep session data as it is; make it a " + database.dataType()));
        if (!(database instanceof SqliteDatabase)) { // where a column takes values of all types and sizes
            checkKey(columns.getColumnType(1));
            int most = columns.getPrecision(2);
            if (most > 0 && most < SMALLEST) {
                throw unfit("column " + names.data() + " is too small: it takes " + most
                        + " characters or bytes; make it a " + database.dataType());
            }
            if (!NUMERIC.contains(columns.getColumnType(3))) {
                throw unfit("column " + names.version() + " has the type " + columns.getColumnTypeName(3)
                        + "; make it a BIGINT");
            }
        }
        return column;
    }

    private void checkKey(int type) {
        if (options.keyKind == KeyKind.NAME && NUMERIC.contains(type)) {
            throw unfit(
                    "column " + names.key() + " is a number, and users' names are text; if they are the numbers, say so"
                            + " by numericKeys (peruser.user-records.numeric-keys=true), or name the column of the names by"
                            + " keyColumn (peruser.user-records.key-column)");
        }
        if (options.keyKind == KeyKind.NUMBER && TEXTUAL.contains(type)) {
            throw unfit("column " + names.key()
                    + " is text, and numericKeys (peruser.user-records.numeric-keys) says that it" + " is a number");
        }
    }

    private StoreException missing(Statement statement) throws SQLException {
        if (!works(statement, "SELECT 1 FROM " + names.table() + " WHERE 1 = 0")) {
            return unfit(
                    options.isSideTable
                            ? "there is no such table; create it by: " + ddl()
                            : "there is no such table; name that of the accounts by table (peruser.user-records.table)");
        }
        if (!hasColumn(statement, names.key())) {
            return unfit("there is no column " + names.key() + "; name the one that tells users apart by keyColumn"
                    + " (peruser.user-records.key-column)");
        }
        StringBuilder missing = new StringBuilder();
        if (!hasColumn(statement, names.data())) {
            missing.append("; ALTER TABLE ")
                    .append(names.table())
                    .append(" ADD COLUMN ")
                    .append(names.data());
            missing.append(' ').append(database.dataType());
        }
        if (!hasColumn(statement, names.version())) {
            missing.append("; ALTER TABLE ")
                    .append(names.table())
                    .append(" ADD COLUMN ")
                    .append(names.version());
            missing.append(" BIGINT");
        }
        return unfit("columns for the session are missing, add them" + missing
                + "; or name those that are there by dataColumn and versionColumn, or use a side table");
    }

    private boolean hasColumn(Statement statement, String column) throws SQLException {
        return works(statement, "SELECT " + column + " FROM " + names.table() + " WHERE 1 = 0");
    }

    private StoreException unfit(String what) {
        return failures.unusable("be kept there", what);
    }
}
