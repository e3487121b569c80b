package dev.peruser.store.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.Attribute;
import dev.peruser.GuestToken;
import dev.peruser.PerUser;
import dev.peruser.UserId;
import dev.peruser.UserRecord;
import dev.peruser.Visit;
import dev.peruser.Visitor;
import dev.peruser.store.InMemorySessionStore;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestReporter;

abstract class UserRecordSessionsGroup {
    private static final UserId ADA = UserId.of("ada");
    private static final Attribute<Integer> COUNT =
            Attribute.builder("count", Integer.class).defaultValue(0).build();
    private static final int THREADS = 8;
    private static final int INCREMENTS = 25;

    private final UserRecordContract contract;
    private final InMemorySessionStore guests = new InMemorySessionStore();

    UserRecordSessionsGroup(UserRecordContract contract) {
        this.contract = contract;
    }

    /** An engine as another process would have it: on the same store and the same record. */
    private PerUser engine() {
        return PerUser.builder(guests)
                .attribute(COUNT)
                .userRecords(user -> Optional.of(contract.open()))
                .deadline(Duration.ofMinutes(1))
                .build();
    }

    @Test
    void session_isInTheRecord_withItsDigits() throws Exception {
        contract.openEmpty();
        engine().withSession(ADA, session -> {
            session.list("cart").add("tea");
            session.put("price", new BigDecimal("1.50"));
            return true;
        });
        assertThat(Records.load(contract.open())).containsKeys("cart", "price", "__peruser");
        Optional<Object> price = engine().withSession(ADA, session -> session.get("price"));
        assertThat(price).contains(new BigDecimal("1.50"));
        List<Object> cart = engine().withSession(ADA, session -> new ArrayList<>(session.list("cart")));
        assertThat(cart).containsExactly("tea");
    }

    @Test
    void guestsSession_isCarriedIntoTheRecord_once() throws Exception {
        contract.openEmpty();
        PerUser perUser = engine();
        Visit guest = perUser.visit(Visitor::guest, List.of());
        guest.session().list("cart").add("guest's");
        guest.commit();
        List<GuestToken> tokens = guest.takeTokenChanges().toSet();
        for (int times = 0; times < 2; times++) {
            Visit signIn = engine().visit(() -> Visitor.user(ADA), tokens);
            signIn.observe();
            signIn.commit();
        }
        List<Object> cart = perUser.withSession(ADA, session -> new ArrayList<>(session.list("cart")));
        assertThat(cart).containsExactly("guest's");
    }

    @Test
    void export_hasWhatIsInTheRecord_andErase_leavesNothingOfItThere() throws Exception {
        contract.openEmpty();
        PerUser perUser = engine();
        perUser.withSession(ADA, session -> session.list("cart").add("secret"));
        assertThat(perUser.export(ADA).toJson()).contains("secret", "user's own record");
        assertThat(perUser.erase(ADA)).isTrue();
        assertThat(Records.load(contract.open())).containsOnlyKeys("__peruser");
        assertThat(Records.load(contract.open()).toString()).doesNotContain("secret");
        assertThat(perUser.export(ADA).isEmpty()).isTrue();
    }

    @Test
    void oneProcess_losesNoIncrement() throws Exception {
        contract.openEmpty();
        PerUser perUser = engine();
        increment(List.of(perUser));
        assertThat(countOf(perUser)).isEqualTo(THREADS * INCREMENTS);
    }

    @TestFactory
    Stream<DynamicTest> severalProcesses_loseNoIncrement(TestReporter reporter) throws Exception {
        return Ability.test(
                Ability.of(contract.openEmpty(), UserRecord.Versioned.class),
                "not a UserRecord.Versioned: the last writer wins across processes",
                reporter,
                record -> {
                    increment(List.of(engine(), engine(), engine(), engine()));
                    assertThat(countOf(engine())).isEqualTo(THREADS * INCREMENTS);
                });
    }

    private static void increment(List<PerUser> processes) throws Exception {
        try (Race race = new Race(THREADS)) {
            race.run(number -> {
                PerUser process = processes.get(number % processes.size());
                for (int i = 0; i < INCREMENTS; i++) {
                    process.withSession(ADA, session -> session.update(COUNT, count -> count + 1));
                }
                return number;
            });
        }
    }

    private static int countOf(PerUser perUser) {
        return perUser.withSession(ADA, session -> session.get(COUNT));
    }
}
