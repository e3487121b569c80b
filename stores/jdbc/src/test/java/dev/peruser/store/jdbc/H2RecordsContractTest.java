package dev.peruser.store.jdbc;

import org.junit.jupiter.api.Nested;

class H2RecordsContractTest {
    @Nested
    class Json extends RecordContract {
        Json() {
            super(RecordPlace::h2, "JSON");
        }
    }

    @Nested
    class Text extends RecordContract {
        Text() {
            super(RecordPlace::h2, "VARCHAR");
        }
    }

    @Nested
    class Clob extends RecordContract {
        Clob() {
            super(RecordPlace::h2, "CLOB");
        }
    }

    @Nested
    class Blob extends RecordContract {
        Blob() {
            super(RecordPlace::h2, "BLOB");
        }
    }

    @Nested
    class SideTable extends RecordContract {
        SideTable() {
            super(RecordPlace::h2);
        }
    }
}
