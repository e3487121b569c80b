package dev.peruser.it.soak;

import dev.peruser.UserId;
import dev.peruser.UserRecord;
import dev.peruser.UserRecords;
import dev.peruser.store.Deadline;
import dev.peruser.store.WriteResult;
import dev.peruser.store.jdbc.JdbcUserRecords;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** Users' records in a table of their own, which fail as the store does: the database's, or in a file beside it. */
final class SoakRecords implements UserRecords {
    private static final int PATIENCE_MILLIS = 1_000;

    private final JdbcUserRecords records;
    private final TroubledStore trouble;

    private SoakRecords(JdbcUserRecords records, TroubledStore trouble) {
        this.records = records;
        this.trouble = trouble;
    }

    static SoakRecords open(Path folder, TroubledStore trouble) {
        return new SoakRecords(
                JdbcUserRecords.builder(SharedDatabase.dataSource(folder).orElseGet(() -> file(folder)))
                        .sideTable()
                        .build(),
                trouble);
    }

    private static javax.sql.DataSource file(Path folder) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setBusyTimeout(PATIENCE_MILLIS);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + folder.resolve("accounts.db"));
        return source;
    }

    @Override
    public Optional<UserRecord> find(UserId user) {
        return records.find(user).map(record -> new Troubled((UserRecord.Versioned) record));
    }

    private final class Troubled implements UserRecord.Versioned {
        private final UserRecord.Versioned record;

        Troubled(UserRecord.Versioned record) {
            this.record = record;
        }

        @Override
        public Optional<Snapshot> loadSessionData(Deadline deadline) {
            return trouble.reading(Step.LOAD_USER, () -> record.loadSessionData(deadline));
        }

        @Override
        public boolean storeSessionData(Map<String, @Nullable Object> data, long expectedVersion, Deadline deadline) {
            WriteResult result = trouble.write(
                    Step.COMMIT_USER,
                    deadline,
                    () -> record.storeSessionData(data, expectedVersion, deadline)
                            ? WriteResult.APPLIED
                            : WriteResult.STALE);
            return result == WriteResult.APPLIED;
        }
    }
}
