package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A request that deletes the account of its own visitor. */
class EraseOwnAccountTest {
    private static final UserId ADA = UserId.of("ada");

    private final TestEngine engine = new TestEngine();
    private final TestEngine.Browser browser = engine.browser().signIn("ada");

    @BeforeEach
    void account() {
        browser.request(session -> session.list("cart").add("tea"));
    }

    /** The steps of such a request, in each order that makes sense. */
    private static Stream<Named<BiConsumer<Visit, PerUser>>> orders() {
        return Stream.of(
                Named.of("erase", (visit, perUser) -> perUser.erase(ADA)),
                Named.of("read, erase", (visit, perUser) -> {
                    assertThat(visit.session().list("cart")).hasSize(1);
                    perUser.erase(ADA);
                }),
                Named.of("clear, erase, sign out", (visit, perUser) -> {
                    visit.session().clear();
                    perUser.erase(ADA);
                    visit.signedOut();
                }),
                Named.of("change, erase, sign out", (visit, perUser) -> {
                    visit.session().list("cart").add("cake");
                    perUser.erase(ADA);
                    visit.signedOut();
                }),
                Named.of("erase, clear, sign out", (visit, perUser) -> {
                    visit.session().put("goodbye", 1);
                    perUser.erase(ADA);
                    visit.session().clear();
                    visit.signedOut();
                }),
                Named.of("sign out, erase", (visit, perUser) -> {
                    visit.session().put("goodbye", 1);
                    visit.signedOut();
                    perUser.erase(ADA);
                }),
                Named.of("change, commit, erase, erase", (visit, perUser) -> {
                    visit.session().put("goodbye", 1);
                    visit.session().commit();
                    perUser.erase(ADA);
                    perUser.erase(ADA);
                }),
                Named.of("clear, erase by visitor", (visit, perUser) -> {
                    visit.session().clear();
                    perUser.erase(Visitor.user(ADA));
                }));
    }

    @ParameterizedTest
    @MethodSource("orders")
    void succeeds_andNothingOfTheAccountIsLeft(BiConsumer<Visit, PerUser> steps) {
        Visit visit = browser.begin();
        visit.enterThread();
        steps.accept(visit, engine.perUser);
        visit.commit();
        browser.end(visit);
        visit.leaveThread();
        assertThat(engine.perUser.export(ADA).toJson()).doesNotContain("tea", "cake", "goodbye");
        engine.browser().signIn("ada").seesNothing();
    }

    @Test
    void sessionIsEmptyFromThenOn_andWhatIsPutAfterwardsIsNew() {
        Visit visit = browser.begin();
        visit.enterThread();
        UserSession session = visit.session();
        List<Object> before = session.list("cart");
        engine.perUser.erase(ADA);
        assertThat(session.names()).isEmpty();
        before.add("of the erased session");
        session.put("goodbye", 1);
        visit.commit();
        browser.end(visit);
        visit.leaveThread();
        engine.browser().signIn("ada").request(next -> assertThat(next.names()).containsExactly("goodbye"));
    }

    @Test
    void guestsSessionThatWasStillToBeCarried_isErasedWithTheAccount() {
        TestEngine.Browser guest = engine.browser();
        guest.request(session -> session.list("cart").add("guest's"));
        guest.signIn("ada");
        Visit visit = guest.begin();
        visit.enterThread();
        engine.perUser.erase(ADA);
        visit.commit();
        guest.end(visit);
        visit.leaveThread();
        assertThat(guest.tokens()).isEmpty();
        engine.browser().signIn("ada").seesNothing();
    }

    @Test
    void eraseOfAnotherAccount_leavesTheVisitorsOwnChanges() {
        Visit visit = browser.begin();
        visit.enterThread();
        visit.session().list("cart").add("cake");
        engine.perUser.erase(UserId.of("bob"));
        visit.commit();
        browser.end(visit);
        visit.leaveThread();
        browser.seesCart("tea", "cake");
    }

    @Test
    void eraseByAnotherRequest_refusesWhatThisOneChanged() {
        Visit visit = browser.begin();
        visit.enterThread();
        visit.session().list("cart").add("cake");
        visit.leaveThread();
        engine.perUser.erase(ADA);
        assertThatExceptionOfType(ConflictException.class).isThrownBy(visit::commit);
    }
}
