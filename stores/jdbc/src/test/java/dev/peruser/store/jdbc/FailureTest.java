package dev.peruser.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.store.jdbc.internal.Failure;
import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What codes of servers mean that can't be brought about here. */
class FailureTest {

    @ParameterizedTest
    @CsvSource({
        "40001, LOCKED",
        "40P01, LOCKED",
        "55P03, LOCKED",
        "25006, READ_ONLY",
        "53100, FULL",
        "57014, TIMED_OUT",
        "57P01, DISCONNECTED",
        "08006, DISCONNECTED",
        "XX001, CORRUPT",
        "22001, TOO_LARGE",
        "22P05, REFUSED_VALUE",
        "22003, REFUSED_VALUE",
        "22012, OTHER"
    })
    void postgresql(String state, Failure failure) {
        assertThat(new PostgresDatabase().failureOf(new SQLException("", state)))
                .isEqualTo(failure);
    }

    /** 1290 and 1836: a replica. 3101: a group that decided against it. 1020: MariaDB's snapshot isolation. */
    @ParameterizedTest
    @CsvSource({
        "1205, LOCKED",
        "1213, LOCKED",
        "1020, LOCKED",
        "3101, LOCKED",
        "1290, READ_ONLY",
        "1836, READ_ONLY",
        "1792, READ_ONLY",
        "1114, FULL",
        "1153, TOO_LARGE",
        "1969, TIMED_OUT",
        "3024, TIMED_OUT",
        "1317, TIMED_OUT",
        "1366, REFUSED_VALUE",
        "1053, DISCONNECTED",
        "1927, DISCONNECTED",
        "4031, DISCONNECTED",
        "1194, CORRUPT",
        "1064, OTHER"
    })
    void mysqlAndMariadb(int code, Failure failure) {
        assertThat(new MySqlDatabase().failureOf(new SQLException("", "HY000", code)))
                .isEqualTo(failure);
    }

    @ParameterizedTest
    @CsvSource({"PacketTooBigException, TOO_LARGE", "Other, DISCONNECTED"})
    void mysqlAndMariadb_whatTheirDriversFound(String cause, Failure failure) {
        Throwable found = cause.equals("Other") ? new IllegalStateException() : new PacketTooBigException();
        assertThat(new MySqlDatabase().failureOf(new SQLException("", "08S01", found)))
                .isEqualTo(failure);
    }

    /** MySQL's driver has one of that name. */
    private static final class PacketTooBigException extends Exception {
        private static final long serialVersionUID = 1;
    }
}
