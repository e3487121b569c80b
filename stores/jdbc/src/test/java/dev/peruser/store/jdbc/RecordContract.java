package dev.peruser.store.jdbc;

import dev.peruser.UserId;
import dev.peruser.UserRecord;
import dev.peruser.store.tck.UserRecordContract;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The contract of records on one database, with one type of column, or in a side table. */
abstract class RecordContract extends UserRecordContract {
    private static final String SIDE_TABLE = "";

    @TempDir
    private Path folder;

    private final RecordPlace.Kind kind;
    private final String dataType;
    private RecordPlace place;
    private JdbcUserRecords records;
    private UserId user;

    RecordContract(RecordPlace.Kind kind, String dataType) {
        this.kind = kind;
        this.dataType = dataType;
    }

    /** In a side table, which is made when it is needed. */
    RecordContract(RecordPlace.Kind kind) {
        this(kind, SIDE_TABLE);
    }

    @BeforeEach
    void openPlace() {
        place = kind.open(folder);
        if (dataType.equals(SIDE_TABLE)) {
            records = place.sideTable().build();
        } else {
            records = place.withAccounts(dataType).records().build();
        }
    }

    @Override
    protected UserRecord openEmpty() {
        user = UserId.of(UUID.randomUUID().toString());
        if (!dataType.equals(SIDE_TABLE)) {
            place.insert(user.name());
        }
        return open();
    }

    @Override
    protected UserRecord open() {
        return records.find(user).orElseThrow();
    }

    @AfterEach
    void closePlace() {
        records.close();
        place.close();
    }
}
