package dev.peruser.it.soak;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what happened. Safe for use by many threads. */
final class Tally {
    final AtomicLong operations = new AtomicLong();
    final AtomicLong acknowledged = new AtomicLong();
    final AtomicLong refused = new AtomicLong();
    final AtomicLong unknown = new AtomicLong();
    /** Requests in which a failure was injected, whatever became of them. */
    final AtomicLong injected = new AtomicLong();
    /** Those not acknowledged that an injected failure or a kill hit. */
    final AtomicLong hit = new AtomicLong();

    final AtomicLong conflicts = new AtomicLong();
    final AtomicLong merges = new AtomicLong();
    final AtomicInteger restarts = new AtomicInteger();
    final AtomicInteger failovers = new AtomicInteger();
    final AtomicInteger killsElsewhere = new AtomicInteger();
    private final Map<Step, AtomicInteger> kills = new EnumMap<>(Step.class);
    private final Map<String, AtomicLong> byKind = new ConcurrentHashMap<>();

    private final Map<Way, AtomicLong> byWay = new ConcurrentHashMap<>();

    Tally() {
        for (Step step : Step.values()) {
            kills.put(step, new AtomicInteger());
        }
    }

    void count(String operation) {
        operations.incrementAndGet();
        byKind.computeIfAbsent(operation, name -> new AtomicLong()).incrementAndGet();
    }

    void count(Way way) {
        byWay.computeIfAbsent(way, name -> new AtomicLong()).incrementAndGet();
    }

    void killed(Step step) {
        kills.get(step).incrementAndGet();
    }

    int kills() {
        return killsElsewhere.get()
                + kills.values().stream().mapToInt(AtomicInteger::get).sum();
    }

    /** The step after which the fewest were killed. */
    Step leastKilled() {
        Step least = Step.values()[0];
        for (Step step : Step.values()) {
            if (kills.get(step).get() < kills.get(least).get()) {
                least = step;
            }
        }
        return least;
    }

    int fewestKills() {
        return kills.get(leastKilled()).get();
    }

    /** The share of acknowledged operations among those that no injected failure and no kill hit, in percent. */
    double acknowledgedPercent() {
        return 100.0 * acknowledged.get() / Math.max(1, operations.get() - hit.get());
    }

    String text(long seconds) {
        return "operations by kind: " + new TreeMap<>(byKind) + "\n"
                + "ways: " + new TreeMap<>(byWay) + "\n"
                + "operations " + operations + ": acknowledged " + acknowledged + ", refused " + refused + ", unknown "
                + unknown + " (hit by an injected failure or a kill " + hit + "); of the others acknowledged "
                + String.format(java.util.Locale.ROOT, "%.3f", acknowledgedPercent()) + " %\n"
                + "requests with injected failures " + injected + ", conflicts " + conflicts + ", sign-in merges "
                + merges + "\n"
                + "kills " + kills() + ": after " + kills + ", elsewhere " + killsElsewhere
                + "; of the store: restarts "
                + restarts + ", fail-overs " + failovers + "\n"
                + "seconds " + seconds + ", operations a second " + operations.get() / Math.max(1, seconds);
    }
}
