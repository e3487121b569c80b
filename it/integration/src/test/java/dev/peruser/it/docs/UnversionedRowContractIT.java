package dev.peruser.it.docs;

import dev.peruser.UserRecord;
import dev.peruser.store.Deadline;
import dev.peruser.store.tck.UserRecordContract;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

/** A row without a version keeps the rest of the contract: within one process nothing is lost there, either. */
class UnversionedRowContractIT extends UserRecordContract {
    private final AccountTable accounts = new AccountTable();

    private record Unversioned(AccountTable accounts) implements UserRecord.Unversioned {
        @Override
        public Optional<Map<String, Object>> loadSessionData(Deadline deadline) {
            return new AccountData(accounts.database, "ada")
                    .loadSessionData(deadline)
                    .map(UserRecord.Versioned.Snapshot::data);
        }

        @Override
        public void storeSessionData(Map<String, Object> data, Deadline deadline) {
            accounts.overwrite("ada", data);
        }
    }

    @Override
    protected UserRecord openEmpty() throws SQLException {
        accounts.createWith("ada");
        return open();
    }

    @Override
    protected UserRecord open() {
        return new Unversioned(accounts);
    }

    @AfterEach
    void close() throws SQLException {
        accounts.close();
    }
}
