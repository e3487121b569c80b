package dev.peruser.store.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The contract of records passes right ones and catches wrong ones. */
class SessionDataHolderContractTest {

    @Test
    void contract_passesARecordWithAVersion() {
        ContractRun run = ContractRun.ofContract(GivenHolderContracts.OfVersioned.class);
        assertThat(run.failedGroups).isEmpty();
        assertThat(run.skipped).hasValue(0);
        assertThat(run.passedGroups).containsExactly("Sessions", "Values", "Versions");
        assertThat(run.reports).isEmpty();
    }

    @Test
    void contract_countsNoTestOfWhatARecordWithoutAVersionCannotPromise() {
        ContractRun run = ContractRun.ofContract(GivenHolderContracts.OfUnversioned.class);
        assertThat(run.failedGroups).isEmpty();
        assertThat(run.skipped).hasValue(0);
        assertThat(run.passedGroups).containsExactly("Sessions", "Values");
        assertThat(run.reports)
                .containsExactly(
                        "Sessions: not applicable: not a VersionedSessionDataHolder: the last writer wins across processes",
                        "Versions: not applicable: not a VersionedSessionDataHolder");
    }

    @TestFactory
    Stream<DynamicTest> contract_catches() {
        Map<Class<?>, String> expected = Map.of(
                GivenHolderContracts.OfLastWriterWins.class, "Versions",
                GivenHolderContracts.OfKeepsVersionOfEqualData.class, "Versions",
                GivenHolderContracts.OfForgetsDigits.class, "Values",
                GivenHolderContracts.OfKeepsRemoved.class, "Values");
        return expected.entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest(
                        entry.getKey().getSimpleName(),
                        () -> assertThat(ContractRun.ofContract(entry.getKey()).failedGroups)
                                .contains(entry.getValue())));
    }
}
