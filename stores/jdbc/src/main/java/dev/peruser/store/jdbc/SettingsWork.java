package dev.peruser.store.jdbc;

import dev.peruser.store.jdbc.Connections.Lease;
import java.sql.SQLException;
import java.sql.Statement;

/** Makes the database's settings what the store may make them. */
final class SettingsWork implements StatementRunner.Work<Statement, Boolean> {
    private final Database database;

    SettingsWork(Database database) {
        this.database = database;
    }

    @Override
    public Statement prepare(Lease lease) throws SQLException {
        return lease.connection().createStatement();
    }

    @Override
    public Boolean run(Lease lease, Statement statement) throws SQLException {
        database.apply(lease.connection(), statement);
        return true;
    }
}
