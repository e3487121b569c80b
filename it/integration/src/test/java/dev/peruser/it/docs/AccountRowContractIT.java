package dev.peruser.it.docs;

import dev.peruser.UserRecord;
import dev.peruser.store.tck.UserRecordContract;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;

/** The plain JDBC example of docs/guide/data-within-the-user.md keeps the contract. */
class AccountRowContractIT extends UserRecordContract {
    private final AccountTable accounts = new AccountTable();

    @Override
    protected UserRecord openEmpty() throws SQLException {
        accounts.createWith("ada");
        return open();
    }

    @Override
    protected UserRecord open() {
        return new AccountData(accounts.database, "ada");
    }

    @AfterEach
    void close() throws SQLException {
        accounts.close();
    }
}
