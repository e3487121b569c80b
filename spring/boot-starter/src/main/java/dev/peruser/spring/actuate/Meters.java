package dev.peruser.spring.actuate;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The meters in one registry. All are there from the beginning, so that what never happened is zero and not absent. */
final class Meters {
    private static final List<String> OPERATIONS = List.of("load", "commit", "merge");

    final Timer load;
    final Timer commit;
    final DistributionSummary loadedSize;
    final DistributionSummary committedSize;
    final Counter recalled;
    final Counter conflicts;
    final Counter rebases;
    final Counter refreshes;
    final Counter absorbed;
    final Counter absorbedLater;
    final Counter absorbFailed;
    final Counter guestsJoined;
    final Counter lateChanges;
    final Counter purged;
    final Timer clockDifference;
    final Counter exported;
    final Counter erased;

    private final Map<String, Counter> failures = new HashMap<>();

    Meters(MeterRegistry registry) {
        load = Timer.builder("peruser.load")
                .description("First use of a session in a request, until it is loaded")
                .register(registry);
        commit = Timer.builder("peruser.commit")
                .description("Commits that changed something, until they are stored")
                .register(registry);
        loadedSize = size(registry, "load");
        committedSize = size(registry, "commit");
        recalled = counter(registry, "peruser.recalled", "Sessions that needed no call to the store");
        conflicts = counter(registry, "peruser.conflicts", "Saves that met a newer version");
        rebases = counter(registry, "peruser.rebases", "Rebases of changes onto a newer version that were then saved");
        refreshes = counter(registry, "peruser.refreshes", "Writes that only postponed an expiry");
        absorbed = merges(registry, "absorbed");
        absorbedLater = merges(registry, "finished-later");
        absorbFailed = merges(registry, "failed");
        guestsJoined = counter(registry, "peruser.guests.joined", "Sessions of one guest that became one");
        lateChanges = counter(registry, "peruser.late.changes", "Requests that lost changes made after the response");
        purged = counter(registry, "peruser.purged", "Expired sessions removed from the store");
        clockDifference = Timer.builder("peruser.clock.difference")
                .description("By how much this server's clock differs from the store's, in either direction")
                .register(registry);
        exported = counter(registry, "peruser.exported", "Exports of all that is stored about a user");
        erased = counter(registry, "peruser.erased", "Erasures of all that is stored about a user");
        for (String operation : OPERATIONS) {
            for (FailureKind kind : FailureKind.values()) {
                failures.put(
                        operation + kind,
                        Counter.builder("peruser.failures")
                                .description("What failed, and why")
                                .tag("operation", operation)
                                .tag("kind", kind.text())
                                .register(registry));
            }
        }
    }

    void failed(String operation, RuntimeException reason) {
        Objects.requireNonNull(failures.get(operation + FailureKind.of(reason))).increment();
    }

    private static Counter merges(MeterRegistry registry, String outcome) {
        return Counter.builder("peruser.merges")
                .description("Sign-in merges")
                .tag("outcome", outcome)
                .register(registry);
    }

    private static DistributionSummary size(MeterRegistry registry, String operation) {
        return DistributionSummary.builder("peruser.session.size")
                .description("Bytes of a session's attributes as they are stored")
                .baseUnit("bytes")
                .tag("operation", operation)
                .register(registry);
    }

    private static Counter counter(MeterRegistry registry, String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }
}
