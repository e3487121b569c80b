package dev.peruser.store.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.UserRecord;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.function.ThrowingConsumer;

abstract class UserRecordVersionsGroup {
    private static final int THREADS = 8;
    private static final int ROUNDS = 20;

    private final UserRecordContract contract;

    UserRecordVersionsGroup(UserRecordContract contract) {
        this.contract = contract;
    }

    private Stream<DynamicTest> test(TestReporter reporter, ThrowingConsumer<UserRecord.Versioned> test)
            throws Exception {
        return Ability.test(
                Ability.of(contract.openEmpty(), UserRecord.Versioned.class),
                "not a UserRecord.Versioned",
                reporter,
                test);
    }

    private UserRecord.Versioned another() {
        return (UserRecord.Versioned) contract.open();
    }

    @TestFactory
    Stream<DynamicTest> store_refusesAStaleVersion_andChangesNothing(TestReporter reporter) throws Exception {
        return test(reporter, record -> {
            long stale = Records.snapshot(record).version();
            assertThat(Records.store(another(), Map.of("by", "another"), stale)).isTrue();
            long present = Records.snapshot(record).version();
            assertThat(Records.store(record, Map.of("by", "me"), stale)).isFalse();
            assertThat(Records.snapshot(record).data()).isEqualTo(Map.of("by", "another"));
            assertThat(Records.snapshot(record).version()).isEqualTo(present);
        });
    }

    @TestFactory
    Stream<DynamicTest> store_refusesAVersionThatNeverWas(TestReporter reporter) throws Exception {
        return test(reporter, record -> {
            long present = Records.snapshot(record).version();
            assertThat(Records.store(record, Map.of("a", 1), present + 1_000)).isFalse();
            assertThat(Records.snapshot(record).data()).isEmpty();
        });
    }

    @TestFactory
    Stream<DynamicTest> store_movesTheVersion_whichNeverComesBack(TestReporter reporter) throws Exception {
        return test(reporter, record -> {
            Set<Long> versions = new HashSet<>();
            for (int round = 0; round < ROUNDS; round++) {
                long version = Records.snapshot(record).version();
                assertThat(versions.add(version)).isTrue();
                // Also back to what was there before: the same data is not the same version.
                assertThat(Records.store(record, Map.of("round", round % 2), version))
                        .isTrue();
            }
        });
    }

    /** Who stores on top of what was loaded with a version never undoes what was stored since. */
    @TestFactory
    Stream<DynamicTest> load_givesDataAndVersionOfOneMoment(TestReporter reporter) throws Exception {
        return test(reporter, record -> {
            assertThat(Records.store(
                            record, Map.of("count", 0), Records.snapshot(record).version()))
                    .isTrue();
            try (Race race = new Race(THREADS)) {
                race.run(number -> {
                    int added = 0;
                    while (added < ROUNDS) {
                        UserRecord.Versioned.Snapshot seen = Records.snapshot(another());
                        int next = ((Number) Objects.requireNonNull(seen.data().get("count"))).intValue() + 1;
                        added += Records.store(another(), Map.of("count", next), seen.version()) ? 1 : 0;
                    }
                    return number;
                });
            }
            assertThat(Records.comparable(Records.snapshot(record).data()))
                    .isEqualTo(Records.comparable(Map.of("count", THREADS * ROUNDS)));
        });
    }

    @TestFactory
    Stream<DynamicTest> store_letsOneOfManyReplaceAVersion(TestReporter reporter) throws Exception {
        return test(reporter, record -> {
            try (Race race = new Race(THREADS)) {
                for (int round = 0; round < ROUNDS; round++) {
                    int current = round;
                    long version = Records.snapshot(record).version();
                    List<Boolean> results = race.run(
                            number -> Records.store(another(), Map.of("by", current * THREADS + number), version));
                    assertThat(results).containsOnlyOnce(true);
                    assertThat(Records.comparable(Records.snapshot(record).data()))
                            .isEqualTo(Records.comparable(Map.of("by", current * THREADS + results.indexOf(true))));
                }
            }
        });
    }
}
