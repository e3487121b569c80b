package dev.peruser.store.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.peruser.store.InMemorySessionStore;
import dev.peruser.store.SessionStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Who tests the tests: stores broken on purpose must fail, each in the group that is about what it gets wrong. */
class SessionStoreContractTest {
    /** Some wait for seconds, for what should not take so long. */
    private static final int AT_ONCE = 4;

    private final ExecutorService runs = Executors.newFixedThreadPool(AT_ONCE);

    @AfterEach
    void stop() {
        runs.shutdownNow();
    }

    @Test
    void contract_passesGoodStores() {
        for (Class<? extends SessionStore> store : Set.of(InMemorySessionStore.class, SimpleStore.class)) {
            ContractRun run = ContractRun.of(store, false);
            assertThat(run.failedGroups).isEmpty();
            assertThat(run.skipped).hasValue(0);
            assertThat(run.passedGroups)
                    .containsExactlyInAnyOrder(
                            "Load",
                            "Keys",
                            "CompareAndSet",
                            "Delete",
                            "Concurrency",
                            "Expiry",
                            "Purge",
                            "Enumerate",
                            "Clock",
                            "Immutability",
                            "Deadlines");
            assertThat(run.reports).containsExactly("Durability: not applicable: reopen() gives no store");
        }
    }

    @Test
    void contract_countsNoTestOfAnAbilityThatAStoreLacks() {
        ContractRun all = ContractRun.of(SimpleStore.class, false);
        ContractRun few = ContractRun.of(UnlockedStore.class, false);
        assertThat(few.failedGroups).isEmpty();
        assertThat(few.skipped).hasValue(0);
        assertThat(few.passed.get()).isPositive().isLessThan(all.passed.get());
        assertThat(few.passedGroups).doesNotContain("Purge", "Enumerate", "Clock", "Durability");
        assertThat(few.reports)
                .contains(
                        "Purge: not applicable: not a PurgeableSessionStore",
                        "Enumerate: not applicable: not an EnumerableSessionStore",
                        "Clock: not applicable: not a ClockedSessionStore");
    }

    @TestFactory
    Stream<DynamicTest> contract_catches() {
        List<DynamicTest> tests = new ArrayList<>();
        expectedFailures().forEach((store, groups) -> {
            Future<ContractRun> run = runs.submit(() -> ContractRun.of(store, false));
            tests.add(dynamicTest(
                    store.getSimpleName(),
                    () -> assertThat(run.get().failedGroups).contains(groups)));
        });
        return tests.stream();
    }

    @Test
    void contract_catchesAStoreThatForgetsAtARestart() {
        assertThat(ContractRun.of(SimpleStore.class, true).failedGroups).containsExactly("Durability");
    }

    private static Map<Class<? extends SessionStore>, String[]> expectedFailures() {
        Map<Class<? extends SessionStore>, String[]> expected = new LinkedHashMap<>();
        expected.put(BrokenStores.LastWriterWins.class, groups("CompareAndSet", "Delete", "Concurrency"));
        expected.put(BrokenStores.CreateOverwrites.class, groups("CompareAndSet", "Concurrency"));
        expected.put(BrokenStores.IgnoresIncarnation.class, groups("CompareAndSet", "Delete"));
        expected.put(BrokenStores.RoundsIncarnation.class, groups("CompareAndSet"));
        expected.put(BrokenStores.Resurrects.class, groups("CompareAndSet"));
        expected.put(BrokenStores.WritesAndSaysStale.class, groups("CompareAndSet"));
        expected.put(BrokenStores.KeepsRemovedAttributes.class, groups("CompareAndSet"));
        expected.put(BrokenStores.ChecksThenActs.class, groups("Concurrency"));
        expected.put(BrokenStores.TearsReads.class, groups("Concurrency"));
        expected.put(BrokenStores.DeletesAnyVersion.class, groups("Delete"));
        expected.put(BrokenStores.CutsExpiry.class, groups("Load"));
        expected.put(BrokenStores.FoldsNames.class, groups("Load"));
        expected.put(BrokenStores.MatchesKeysByPattern.class, groups("Keys"));
        expected.put(BrokenStores.DropsKeyPrefix.class, groups("Keys"));
        expected.put(BrokenStores.ForgetsRefresh.class, groups("Expiry", "Purge"));
        expected.put(BrokenStores.ExpiredBlocks.class, groups("Expiry"));
        expected.put(BrokenStores.PurgesTheLiving.class, groups("Purge"));
        expected.put(BrokenStores.PurgesWithoutLimit.class, groups("Purge"));
        expected.put(BrokenStores.EnumeratesWithGaps.class, groups("Enumerate"));
        expected.put(BrokenStores.EnumeratesTwice.class, groups("Enumerate"));
        expected.put(BrokenStores.StopsItsClock.class, groups("Clock"));
        expected.put(BrokenStores.CutsItsTime.class, groups("Clock"));
        expected.put(BrokenStores.RunsTooFast.class, groups("Clock"));
        expected.put(BrokenStores.ReusesItsBuffer.class, groups("Immutability"));
        expected.put(BrokenStores.ScramblesItsInput.class, groups("Immutability"));
        expected.put(BrokenStores.WaitsForEver.class, groups("Deadlines"));
        return expected;
    }

    private static String[] groups(String... groups) {
        return groups;
    }
}
