package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peruser.store.Deadline;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A guest's data that the place of the account's session refuses. */
class RefusedMergeTest {
    private static final UserId ADA = UserId.of("ada");
    private static final int REQUESTS = 6;

    /** What a column may refuse. */
    enum Refusal {
        A_CHARACTER(data -> data.toString().indexOf('\0') >= 0),
        A_SIZE(data -> data.toString().length() > 3_000),
        A_NUMBER(data -> data.toString().contains("99999999999999999999")),
        A_NAME(data -> data.containsKey("refused"));

        private final Predicate<Map<String, ?>> refuses;

        Refusal(Predicate<Map<String, ?>> refuses) {
            this.refuses = refuses;
        }

        void putInto(UserSession guest) {
            switch (this) {
                case A_CHARACTER -> guest.put("note", "a\0b");
                case A_SIZE -> guest.put("note", "x".repeat(3_000));
                case A_NUMBER -> guest.put("note", new java.math.BigInteger("99999999999999999999"));
                case A_NAME -> guest.put("refused", "note");
            }
        }
    }

    /** A row that refuses some data as a database does: by an exception, and nothing is written. */
    private static final class Row implements UserRecord.Versioned {
        private Predicate<Map<String, ?>> refuses = data -> false;
        private Map<String, @Nullable Object> data = new LinkedHashMap<>();
        private long version;
        private int loads;
        private int refusals;

        @Override
        public Optional<Snapshot> loadSessionData(Deadline deadline) {
            loads++;
            return Optional.of(new Snapshot(data, version));
        }

        @Override
        public boolean storeSessionData(Map<String, @Nullable Object> next, long expected, Deadline deadline) {
            if (refuses.test(next)) {
                refusals++;
                throw new IllegalArgumentException("refused");
            }
            if (expected != version) {
                return false;
            }
            data = next;
            version++;
            return true;
        }
    }

    private final Row row = new Row();
    private final List<RuntimeException> reported = new ArrayList<>();
    private final TestEngine engine = new TestEngine(
            builder -> builder.userRecords(user -> Optional.of(row)).listener(new PerUserListener() {
                @Override
                public void absorbFailed(RuntimeException reason) {
                    reported.add(reason);
                }
            }));

    private void signIn(Refusal refusal) {
        row.refuses = refusal.refuses;
        TestEngine.Browser browser = engine.browser();
        browser.request(guest -> {
            guest.list("cart").add("tea");
            refusal.putInto(guest);
        });
        browser.signIn("ada").request(account -> assertThat(account.names()).isEmpty());
        assertThat(reported).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void account_goesOnWorking_onAllItsDevices(Refusal refusal) {
        signIn(refusal);
        for (int request = 0; request < REQUESTS; request++) {
            int before = row.refusals;
            int loads = row.loads;
            engine.browser()
                    .signIn("ada")
                    .request(account -> account.list("visits").add("one"));
            assertThat(row.refusals - before).as("tries in one request").isLessThanOrEqualTo(1);
            assertThat(row.loads - loads).as("loads in one request").isLessThan(10);
        }
        engine.browser()
                .signIn("ada")
                .request(account -> assertThat(account.list("visits")).hasSize(REQUESTS));
    }

    @Test
    void requestThatOnlyReads_triesOnce_andLessOftenFromThenOn() {
        signIn(Refusal.A_CHARACTER);
        for (int request = 0; request < 100; request++) {
            engine.browser()
                    .signIn("ada")
                    .request(account -> assertThat(account.contains("cart")).isFalse());
        }
        assertThat(row.refusals).isLessThan(20);
    }

    @ParameterizedTest
    @EnumSource
    void guestsPart_isKept_exported_andMergedOnceItIsTaken(Refusal refusal) throws Exception {
        signIn(refusal);
        assertThat(engine.perUser.export(ADA).toJson()).contains("claimed", "tea");
        row.refuses = data -> false;
        TestEngine again = new TestEngine(
                engine.store, builder -> builder.userRecords(user -> Optional.of(row))); // another server
        again.browser().signIn("ada").seesCart("tea");
        again.browser().signIn("ada").seesCart("tea");
        assertThat(again.perUser.export(ADA).asMap()).doesNotContainKey("pending");
    }

    @ParameterizedTest
    @EnumSource
    void guestsPart_isErasedWithTheAccount(Refusal refusal) {
        signIn(refusal);
        assertThat(engine.perUser.erase(ADA)).isTrue();
        row.refuses = data -> false;
        assertThat(engine.perUser.export(ADA).isEmpty()).isTrue();
        engine.browser().signIn("ada").seesNothing();
    }

    @ParameterizedTest
    @EnumSource
    void guestsPart_canBeDiscarded_andTheAccountKeepsItsOwn(Refusal refusal) {
        signIn(refusal);
        engine.browser().signIn("ada").request(account -> account.put("own", "stays"));
        assertThat(engine.perUser.discardPending(ADA)).isEqualTo(1);
        assertThat(engine.perUser.discardPending(ADA)).isZero();
        row.refuses = data -> false;
        assertThat(engine.perUser.export(ADA).toJson()).doesNotContain("tea").doesNotContain("pending");
        engine.browser()
                .signIn("ada")
                .request(account -> assertThat(account.names()).containsExactly("own"));
    }

    @Test
    void valueThatIsRefused_failsTheRequestThatPutIt_andNoOther() {
        row.refuses = Refusal.A_CHARACTER.refuses;
        TestEngine.Browser browser = engine.browser().signIn("ada");
        assertThatThrownBy(() -> browser.request(account -> account.put("note", "a\0b")))
                .isInstanceOf(StoreException.class);
        browser.request(account -> account.put("note", "ab"));
        assertThat(row.data).containsEntry("note", "ab");
    }

    @Test
    void recordThatIsGone_isAnEmptySession_thatCannotBeChanged() {
        UserRecord.Versioned gone = new UserRecord.Versioned() {
            @Override
            public Optional<Snapshot> loadSessionData(Deadline deadline) {
                return Optional.empty();
            }

            @Override
            public boolean storeSessionData(Map<String, @Nullable Object> data, long expected, Deadline deadline) {
                throw new AssertionError("there is nothing to write to");
            }
        };
        TestEngine withoutRow = new TestEngine(builder -> builder.userRecords(user -> Optional.of(gone)));
        TestEngine.Browser browser = withoutRow.browser();
        browser.request(guest -> guest.list("cart").add("tea"));
        browser.signIn("ada").seesNothing();
        assertThatThrownBy(() -> browser.request(account -> account.put("a", 1)))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("isn't there");
        assertThat(withoutRow.perUser.erase(ADA)).isFalse();
        assertThat(withoutRow.perUser.export(ADA).isEmpty()).isTrue();
    }
}
