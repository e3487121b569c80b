package dev.peruser.spring.existing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.PerUser;
import dev.peruser.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.core.JdbcTemplate;

/** An application with live sessions in Spring Session, before the property is set and after it, on one database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TakenOverFromSpringSessionTest {
    private static final String FILLED = "[apple, pear][tea, cocoa][plum, fig]";

    private ExistingApplicationNode before;
    private ExistingApplicationNode one;
    private ExistingApplicationNode two;
    private JdbcTemplate database;

    private static ExistingApplicationNode start(String... properties) {
        return ExistingApplicationNode.start(
                "taken-over", List.of(InSpringSessionTest.SpringSession.class), properties);
    }

    @BeforeAll
    void startAll() {
        before = start();
        one = start(ExistingApplicationNode.SERVED);
        two = start(ExistingApplicationNode.SERVED);
        database = new JdbcTemplate(one.bean(DataSource.class));
    }

    @AfterAll
    void stopAll() {
        before.close();
        one.close();
        two.close();
    }

    @BeforeEach
    void forgetTheAccount() {
        one.bean(PerUser.class).erase(UserId.of("ada"));
    }

    private ExistingApplicationNode.Client filled() {
        ExistingApplicationNode.Client browser = before.browser();
        browser.change("/cart/apple").change("/cart/pear");
        browser.change("/wishes/tea").change("/wishes/cocoa");
        return browser.change("/basket/plum").change("/basket/fig").change("/other");
    }

    /** The same browser after the switch. */
    private static ExistingApplicationNode.Client on(
            ExistingApplicationNode node, ExistingApplicationNode.Client from) {
        ExistingApplicationNode.Client browser = node.browser();
        browser.takeCookies(from, "");
        return browser;
    }

    private List<String> namesInSpringSession() {
        return database.queryForList("select distinct ATTRIBUTE_NAME from SPRING_SESSION_ATTRIBUTES", String.class);
    }

    @Test
    void aGuestsData_isThere_andGoesFromSpringSession_andIsInTheAccountAfterSignIn() {
        database.update("delete from SPRING_SESSION");
        ExistingApplicationNode.Client browser = on(one, filled());
        assertThat(browser.shows()).isEqualTo(FILLED);
        assertThat(namesInSpringSession()).contains("other").doesNotContain("cart", "wishes", "scopedTarget.basket");
        assertThat(on(two, browser).shows()).isEqualTo(FILLED);
        browser.signIn();
        assertThat(browser.shows()).isEqualTo(FILLED);
        assertThat(two.browser().signIn().shows()).isEqualTo(FILLED);
        browser.signOut();
        assertThat(browser.text("/basket")).isEqualTo("[]");
    }

    @Test
    void whoWasSignedInBefore_hasItInTheAccount() {
        ExistingApplicationNode.Client was = filled().signIn();
        assertThat(on(one, was).shows()).isEqualTo(FILLED);
        assertThat(two.browser().signIn().shows()).isEqualTo(FILLED);
    }

    @Test
    void twoDevicesOfOneAccount_bringWhatEachHad() {
        ExistingApplicationNode.Client desk =
                before.browser().change("/cart/apple").signIn();
        ExistingApplicationNode.Client phone =
                before.browser().change("/cart/pear").signIn();
        assertThat(on(one, desk).text("/cart")).isEqualTo("[apple]");
        assertThat(on(two, phone).text("/cart")).isEqualTo("[apple, pear]");
        assertThat(on(one, desk).text("/cart")).isEqualTo("[apple, pear]");
    }

    @Test
    void signIn_asTheFirstRequest_carriesIt_howeverTheSessionIsChanged() {
        for (String fixation : List.of("change", "migrate", "new")) {
            forgetTheAccount();
            try (ExistingApplicationNode node = start(ExistingApplicationNode.SERVED, "--test.fixation=" + fixation)) {
                ExistingApplicationNode.Client browser = on(node, filled()).signIn();
                assertThat(two.browser().signIn().shows()).as(fixation).isEqualTo(FILLED);
                assertThat(browser.shows()).as(fixation).isEqualTo(FILLED);
                browser.signIn();
                assertThat(browser.shows()).as(fixation).isEqualTo(FILLED);
            }
        }
    }

    @Test
    void signOut_asTheFirstRequest_leavesItInTheAccount() {
        ExistingApplicationNode.Client browser = on(one, filled().signIn());
        browser.signOut();
        assertThat(browser.text("/basket")).isEqualTo("[]");
        assertThat(two.browser().signIn().shows()).isEqualTo(FILLED);
    }

    @Test
    void aServerThatIsKilledBeforeSpringSessionHasSaved_losesAndDoublesNothing() {
        for (boolean isUser : List.of(false, true)) {
            forgetTheAccount();
            ExistingApplicationNode.Client was = filled();
            ExistingApplicationNode.Client browser = on(one, isUser ? was.signIn() : was);
            database.execute("create table UNTOUCHED as select * from SPRING_SESSION_ATTRIBUTES");
            on(one, browser).shows(); // and the browser gets no response
            database.update("delete from SPRING_SESSION_ATTRIBUTES");
            database.update("insert into SPRING_SESSION_ATTRIBUTES select * from UNTOUCHED");
            database.execute("drop table UNTOUCHED");
            assertThat(browser.shows()).as("user: %s", isUser).isEqualTo(FILLED);
            assertThat(browser.signIn().shows()).as("user: %s", isUser).isEqualTo(FILLED);
            assertThat(two.browser().signIn().shows()).as("user: %s", isUser).isEqualTo(FILLED);
        }
    }

    @Test
    void requestsInParallel_onTwoServers_takeItOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (int round = 0; round < 10; round++) {
                forgetTheAccount();
                ExistingApplicationNode.Client was = filled();
                List<ExistingApplicationNode.Client> tabs =
                        List.of(on(one, was), on(two, was), on(one, was), on(two, was));
                List<Callable<Void>> work = new ArrayList<>();
                tabs.forEach(tab -> work.add(() -> {
                    tab.change("/cart/new-" + tabs.indexOf(tab));
                    return null;
                }));
                for (Future<Void> done : threads.invokeAll(work)) {
                    done.get();
                }
                ExistingApplicationNode.Client browser = on(one, was);
                tabs.forEach(tab -> browser.takeCookies(tab, "peruser"));
                assertThat(browser.text("/cart").split(","))
                        .as("round %s", round)
                        .hasSize(6);
                assertThat(browser.signIn().text("/cart").split(","))
                        .as("round %s", round)
                        .hasSize(6);
                assertThat(browser.text("/wishes")).isEqualTo("[tea, cocoa]");
            }
        } finally {
            threads.shutdown();
        }
    }
}
