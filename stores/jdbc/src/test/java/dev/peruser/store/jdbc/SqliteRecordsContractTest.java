package dev.peruser.store.jdbc;

import org.junit.jupiter.api.Nested;

class SqliteRecordsContractTest {
    @Nested
    class Text extends RecordContract {
        Text() {
            super(RecordPlace::sqlite, "TEXT");
        }
    }

    @Nested
    class Blob extends RecordContract {
        Blob() {
            super(RecordPlace::sqlite, "BLOB");
        }
    }

    @Nested
    class SideTable extends RecordContract {
        SideTable() {
            super(RecordPlace::sqlite);
        }
    }
}
