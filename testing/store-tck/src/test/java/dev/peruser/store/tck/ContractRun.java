package dev.peruser.store.tck;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.peruser.store.SessionStore;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs the contract against a store and collects what came out. */
final class ContractRun implements TestExecutionListener {
    final Set<String> failedGroups = new TreeSet<>();
    final Set<String> passedGroups = new TreeSet<>();
    final Set<String> reports = new TreeSet<>();
    final AtomicInteger passed = new AtomicInteger();
    final AtomicInteger skipped = new AtomicInteger();

    private ContractRun() {}

    static ContractRun of(Class<? extends SessionStore> store, boolean reopens) {
        ContractRun run = new ContractRun();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(GivenStoreContract.class))
                                .configurationParameter(GivenStoreContract.STORE, store.getName())
                                .configurationParameter(GivenStoreContract.REOPENS, Boolean.toString(reopens))
                                .build(),
                        run);
        return run;
    }

    /** A contract that knows by itself what it is for. */
    static ContractRun ofContract(Class<?> contract) {
        ContractRun run = new ContractRun();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(contract))
                                .build(),
                        run);
        return run;
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        skipped.incrementAndGet();
    }

    @Override
    public void reportingEntryPublished(TestIdentifier test, ReportEntry entry) {
        entry.getKeyValuePairs().forEach((key, value) -> reports.add(groupOf(test) + ": " + key + ": " + value));
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (result.getStatus() != TestExecutionResult.Status.SUCCESSFUL) {
            failedGroups.add(groupOf(test));
        } else if (test.isTest()) {
            passedGroups.add(groupOf(test));
            passed.incrementAndGet();
        }
    }

    private static String groupOf(TestIdentifier test) {
        return test.getUniqueIdObject().getSegments().stream()
                .filter(segment -> segment.getType().equals("nested-class"))
                .map(UniqueId.Segment::getValue)
                .findFirst()
                .orElse("no group");
    }
}
