package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.internal.codec.StoredAttribute;
import dev.peruser.internal.codec.UserKeys;
import dev.peruser.internal.record.MergeReports;
import dev.peruser.store.Deadline;
import dev.peruser.store.InMemorySessionStore;
import dev.peruser.store.StoredSession;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A report that nobody takes costs requests that don't take it next to nothing. */
class UntakenReportTest {
    private final InMemorySessionStore store = new InMemorySessionStore();
    private final TestEngine engine = new TestEngine(store);

    private void signIn(int number) {
        TestEngine.Browser browser = engine.browser();
        browser.request(session -> session.put("draft", "x".repeat(10_000)));
        browser.signIn("ada").request(session -> session.put("draft", "mine " + number));
    }

    private StoredSession stored() {
        return store.load(UserKeys.of(UserId.of("ada")), Deadline.after(Duration.ofSeconds(1)))
                .orElseThrow();
    }

    @Test
    void reportsOfTwentySignIns_areAFewBytesInTheAccount() {
        for (int number = 0; number < 20; number++) {
            signIn(number);
        }
        assertThat(StoredAttribute.bytes(stored().attributes())).isLessThan(3_000);
        assertThat(stored().header().length).isLessThan(3_000);
    }

    @Test
    void report_isFoundByAnotherServer_andTakenOnce() {
        signIn(1);
        TestEngine other = new TestEngine(store);
        MergeReport report =
                other.browser().signIn("ada").ask(UserSession::takeMergeReport).orElseThrow();
        assertThat(report.entry("draft").orElseThrow().guestValue()).isEqualTo("x".repeat(10_000));
        assertThat(stored().attributes().get(MergeReports.ATTRIBUTE)).hasSizeLessThan(20);
        assertThat(engine.browser().signIn("ada").ask(UserSession::takeMergeReport))
                .isEmpty();
    }

    @Test
    void reportThatIsOver_isLeftOut_andTheOthersAreThere() {
        signIn(1);
        engine.passes(Duration.ofDays(20));
        signIn(2);
        engine.passes(Duration.ofDays(15));
        assertThat(engine.browser()
                        .signIn("ada")
                        .ask(UserSession::takeMergeReport)
                        .orElseThrow()
                        .entries())
                .hasSize(1);
    }

    @Test
    void report_takenWithinAnUpdate_isThere() {
        signIn(1);
        engine.browser()
                .signIn("ada")
                .request(session -> session.update(newest -> {
                    if (newest.takeMergeReport().isPresent()) {
                        newest.put("told", true);
                    }
                }));
        engine.browser()
                .signIn("ada")
                .request(session -> assertThat(session.get("told")).contains(true));
    }
}
