package dev.peruser.store.jdbc;

import org.junit.jupiter.api.Nested;

class PostgresOldestRecordsContractTest {
    @Nested
    class Jsonb extends RecordContract {
        Jsonb() {
            super(RecordPlace::oldPostgresql, "JSONB");
        }
    }

    @Nested
    class SideTable extends RecordContract {
        SideTable() {
            super(RecordPlace::oldPostgresql);
        }
    }
}
