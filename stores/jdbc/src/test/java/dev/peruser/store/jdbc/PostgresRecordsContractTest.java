package dev.peruser.store.jdbc;

import org.junit.jupiter.api.Nested;

class PostgresRecordsContractTest {
    @Nested
    class Jsonb extends RecordContract {
        Jsonb() {
            super(RecordPlace::postgresql, "JSONB");
        }
    }

    @Nested
    class Json extends RecordContract {
        Json() {
            super(RecordPlace::postgresql, "JSON");
        }
    }

    @Nested
    class Text extends RecordContract {
        Text() {
            super(RecordPlace::postgresql, "TEXT");
        }
    }

    @Nested
    class Bytes extends RecordContract {
        Bytes() {
            super(RecordPlace::postgresql, "BYTEA");
        }
    }

    @Nested
    class SideTable extends RecordContract {
        SideTable() {
            super(RecordPlace::postgresql);
        }
    }
}
