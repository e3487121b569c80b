package dev.peruser.store.jdbc;

import org.junit.jupiter.api.Nested;

class MariaDbByMySqlDriverRecordsContractTest {
    @Nested
    class Json extends RecordContract {
        Json() {
            super(RecordPlace::mariaDbByMySqlDriver, "JSON");
        }
    }

    @Nested
    class LongBlob extends RecordContract {
        LongBlob() {
            super(RecordPlace::mariaDbByMySqlDriver, "LONGBLOB");
        }
    }

    @Nested
    class SideTable extends RecordContract {
        SideTable() {
            super(RecordPlace::mariaDbByMySqlDriver);
        }
    }
}
