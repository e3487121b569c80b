package dev.peruser.store.tck;

import dev.peruser.UserRecord;
import dev.peruser.store.Deadline;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The contract for records in memory, right and wrong; not tests by themselves. */
final class GivenUserRecordContracts {
    private GivenUserRecordContracts() {}

    /** A row of a table. */
    private static final class Row {
        Map<String, @Nullable Object> data = Map.of();
        long version;
    }

    private record WithVersion(Row row) implements UserRecord.Versioned {
        @Override
        public Optional<Snapshot> loadSessionData(Deadline deadline) {
            synchronized (row) {
                return Optional.of(new Snapshot(row.data, row.version));
            }
        }

        @Override
        public boolean storeSessionData(Map<String, @Nullable Object> data, long expectedVersion, Deadline deadline) {
            synchronized (row) {
                if (row.version != expectedVersion) {
                    return false;
                }
                row.data = data;
                row.version++;
                return true;
            }
        }
    }

    private record WithoutVersion(Row row) implements UserRecord.Unversioned {
        @Override
        public Optional<Map<String, @Nullable Object>> loadSessionData(Deadline deadline) {
            return Optional.of(row.data);
        }

        @Override
        public void storeSessionData(Map<String, @Nullable Object> data, Deadline deadline) {
            row.data = data;
        }
    }

    /** Takes any version. */
    private record LastWriterWins(Row row) implements UserRecord.Versioned {
        @Override
        public Optional<Snapshot> loadSessionData(Deadline deadline) {
            return new WithVersion(row).loadSessionData(deadline);
        }

        @Override
        public boolean storeSessionData(Map<String, @Nullable Object> data, long expectedVersion, Deadline deadline) {
            return new WithVersion(row)
                    .storeSessionData(
                            data, loadSessionData(deadline).orElseThrow().version(), deadline);
        }
    }

    /** Leaves the version if the data is as before. */
    private record KeepsVersionOfEqualData(Row row) implements UserRecord.Versioned {
        @Override
        public Optional<Snapshot> loadSessionData(Deadline deadline) {
            synchronized (row) {
                return Optional.of(new Snapshot(row.data, row.data.hashCode()));
            }
        }

        @Override
        public boolean storeSessionData(Map<String, @Nullable Object> data, long expectedVersion, Deadline deadline) {
            synchronized (row) {
                if (row.data.hashCode() != expectedVersion) {
                    return false;
                }
                row.data = data;
                return true;
            }
        }
    }

    /** Reads fractions as doubles. */
    private record ForgetsDigits(Row row) implements UserRecord.Versioned {
        @Override
        public Optional<Snapshot> loadSessionData(Deadline deadline) {
            return new WithVersion(row).loadSessionData(deadline);
        }

        @Override
        public boolean storeSessionData(Map<String, @Nullable Object> data, long expectedVersion, Deadline deadline) {
            Map<String, @Nullable Object> rounded = new HashMap<>(data);
            rounded.replaceAll(
                    (name, value) -> value instanceof java.math.BigDecimal number ? number.doubleValue() : value);
            return new WithVersion(row).storeSessionData(rounded, expectedVersion, deadline);
        }
    }

    /** Writes what it is given over what is there. */
    private record KeepsRemoved(Row row) implements UserRecord.Versioned {
        @Override
        public Optional<Snapshot> loadSessionData(Deadline deadline) {
            return new WithVersion(row).loadSessionData(deadline);
        }

        @Override
        public boolean storeSessionData(Map<String, @Nullable Object> data, long expectedVersion, Deadline deadline) {
            synchronized (row) {
                Map<String, @Nullable Object> both = new HashMap<>(row.data);
                both.putAll(data);
                return new WithVersion(row).storeSessionData(both, expectedVersion, deadline);
            }
        }
    }

    private abstract static class OnARow extends UserRecordContract {
        private final Function<Row, UserRecord> kind;
        private Row row = new Row();

        OnARow(Function<Row, UserRecord> kind) {
            this.kind = kind;
        }

        @Override
        protected UserRecord openEmpty() {
            row = new Row();
            return open();
        }

        @Override
        protected UserRecord open() {
            return kind.apply(row);
        }
    }

    static class OfWithVersion extends OnARow {
        OfWithVersion() {
            super(WithVersion::new);
        }
    }

    static class OfWithoutVersion extends OnARow {
        OfWithoutVersion() {
            super(WithoutVersion::new);
        }
    }

    static class OfLastWriterWins extends OnARow {
        OfLastWriterWins() {
            super(LastWriterWins::new);
        }
    }

    static class OfKeepsVersionOfEqualData extends OnARow {
        OfKeepsVersionOfEqualData() {
            super(KeepsVersionOfEqualData::new);
        }
    }

    static class OfForgetsDigits extends OnARow {
        OfForgetsDigits() {
            super(ForgetsDigits::new);
        }
    }

    static class OfKeepsRemoved extends OnARow {
        OfKeepsRemoved() {
            super(KeepsRemoved::new);
        }
    }
}
