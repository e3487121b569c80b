package dev.peruser.store.jdbc;

import org.junit.jupiter.api.Nested;

class MariaDbRecordsContractTest {
    @Nested
    class Json extends RecordContract {
        Json() {
            super(RecordPlace::mariaDb, "JSON");
        }
    }

    @Nested
    class LongText extends RecordContract {
        LongText() {
            super(RecordPlace::mariaDb, "LONGTEXT");
        }
    }

    @Nested
    class LongBlob extends RecordContract {
        LongBlob() {
            super(RecordPlace::mariaDb, "LONGBLOB");
        }
    }

    @Nested
    class SideTable extends RecordContract {
        SideTable() {
            super(RecordPlace::mariaDb);
        }
    }
}
