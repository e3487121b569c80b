package dev.peruser.store.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The contract of records passes right ones and catches wrong ones. */
class UserRecordContractTest {

    @Test
    void contract_passesARecordWithAVersion() {
        ContractRun run = ContractRun.ofContract(GivenUserRecordContracts.OfWithVersion.class);
        assertThat(run.failedGroups).isEmpty();
        assertThat(run.skipped).hasValue(0);
        assertThat(run.passedGroups).containsExactly("Sessions", "Values", "Versions");
        assertThat(run.reports).isEmpty();
    }

    @Test
    void contract_countsNoTestOfWhatARecordWithoutAVersionCannotPromise() {
        ContractRun run = ContractRun.ofContract(GivenUserRecordContracts.OfWithoutVersion.class);
        assertThat(run.failedGroups).isEmpty();
        assertThat(run.skipped).hasValue(0);
        assertThat(run.passedGroups).containsExactly("Sessions", "Values");
        assertThat(run.reports)
                .containsExactly(
                        "Sessions: not applicable: not a UserRecord.Versioned: the last writer wins across processes",
                        "Versions: not applicable: not a UserRecord.Versioned");
    }

    @TestFactory
    Stream<DynamicTest> contract_catches() {
        Map<Class<?>, String> expected = Map.of(
                GivenUserRecordContracts.OfLastWriterWins.class, "Versions",
                GivenUserRecordContracts.OfKeepsVersionOfEqualData.class, "Versions",
                GivenUserRecordContracts.OfForgetsDigits.class, "Values",
                GivenUserRecordContracts.OfKeepsRemoved.class, "Values");
        return expected.entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest(
                        entry.getKey().getSimpleName(),
                        () -> assertThat(ContractRun.ofContract(entry.getKey()).failedGroups)
                                .contains(entry.getValue())));
    }
}
