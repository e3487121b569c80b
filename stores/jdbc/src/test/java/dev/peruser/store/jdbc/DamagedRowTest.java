package dev.peruser.store.jdbc;

import static dev.peruser.store.WriteResult.STALE;
import static dev.peruser.store.tck.SampleSessions.OTHER;
import static dev.peruser.store.tck.SampleSessions.USER;
import static dev.peruser.store.tck.SampleSessions.assertFails;
import static dev.peruser.store.tck.SampleSessions.creation;
import static dev.peruser.store.tck.SampleSessions.first;
import static dev.peruser.store.tck.SampleSessions.next;
import static dev.peruser.store.tck.SampleSessions.patience;
import static dev.peruser.store.tck.SampleSessions.session;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.PerUser;
import dev.peruser.UserId;
import dev.peruser.store.SessionChange;
import dev.peruser.store.SessionVersion;
import dev.peruser.store.StoredSession;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rows that were damaged in the database: reported by the kind of key, and left as they are. */
@Timeout(60)
class DamagedRowTest {
    private static final UserId PENELOPE = UserId.of("penelope");

    /** Nothing is written over it, neither by a create nor by a replace that does not know its version. */
    @ParameterizedTest
    @EnumSource
    void body_thatIsCutOffIsReportedAndLeft(Product product) throws Exception {
        try (Product.Place place = product.open();
                JdbcSessionStore store = place.store().build()) {
            store.save(USER, creation("text"), patience());
            store.save(OTHER, creation("text"), patience());
            String hex = product.isPostgres() ? "encode(body, 'hex')" : "hex(body)";
            place.execute("UPDATE " + place.table() + " SET body = substring(body from 1 for 9) WHERE session_key = '"
                    + USER.text() + "'");
            String body = "SELECT " + hex + " FROM " + place.table() + " WHERE session_key = '" + USER.text() + "'";
            String damaged = place.query(body);

            assertFails(
                    () -> store.load(USER, patience()), "could not load a user's session", "cut off", "left as it is");
            assertThat(store.save(USER, creation("empty"), patience())).isEqualTo(STALE);
            StoredSession another = session(SessionVersion.first(2), "another");
            assertThat(store.save(USER, SessionChange.replace(another, next(another, "empty")), patience()))
                    .isEqualTo(STALE);
            assertThat(place.query(body)).isEqualTo(damaged);
            assertThat(store.load(OTHER, patience())).contains(first("text"));
        }
    }

    /** A request on a damaged session fails, and the next one as well, until somebody has looked at it. */
    @ParameterizedTest
    @EnumSource
    void session_thatIsDamagedIsNotReplacedByAnEmptyOne(Product product) throws Exception {
        try (Product.Place place = product.open();
                JdbcSessionStore store = place.store().build()) {
            PerUser perUser = PerUser.builder(store).build();
            put(perUser, "tea");
            String row = "SELECT concat(incarnation, '.', counter, '.', "
                    + (product.isPostgres() ? "encode(body, 'hex')" : "hex(body)") + ") FROM " + place.table();
            place.execute(
                    "CREATE TABLE " + place.table() + "_b AS SELECT body FROM " + place.table(),
                    "UPDATE " + place.table() + " SET body = substring(body from 1 for 20)");
            String damaged = place.query(row);
            for (int request = 0; request < 2; request++) {
                assertFails(() -> put(perUser, "coffee"), "user's session").doesNotContain("penelope");
            }
            assertThat(place.query(row)).isEqualTo(damaged);

            place.execute(
                    "UPDATE " + place.table() + " SET body = (SELECT body FROM " + place.table() + "_b)",
                    "DROP TABLE " + place.table() + "_b");
            Object cart =
                    perUser.withSession(PENELOPE, session -> session.get("cart").orElseThrow());
            assertThat(cart).isEqualTo("tea");
            perUser.close();
        }
    }

    private static void put(PerUser perUser, String what) {
        perUser.withSession(PENELOPE, session -> {
            session.put("cart", what);
            return what;
        });
    }
}
