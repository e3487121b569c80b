package dev.peruser.benchmarks.sidebyside;

import dev.peruser.benchmarks.report.Quartiles;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What was measured and counted. */
final class Measurements {
    /** What one subject did in one case. */
    record Key(Stores.Kind store, Case kind, Threads threads, String subject) {}

    private record CountKey(Stores.Kind store, Case kind, String subject) {}

    private static final Quartiles UNKNOWN = new Quartiles(Double.NaN, Double.NaN, Double.NaN);

    private final Map<Key, List<Round>> rounds = new LinkedHashMap<>();
    private final Map<CountKey, Subject.Traffic> counts = new LinkedHashMap<>();

    void add(Stores.Kind store, Case kind, Threads threads, String subject, List<Round> list) {
        rounds.put(new Key(store, kind, threads, subject), list);
    }

    void count(Stores.Kind store, Case kind, String subject, Subject.Traffic traffic, int requests) {
        counts.put(
                new CountKey(store, kind, subject),
                new Subject.Traffic(
                        traffic.commands() / requests, traffic.sent() / requests, traffic.received() / requests));
    }

    Map<Key, List<Round>> rounds() {
        return rounds;
    }

    boolean has(Stores.Kind store, Case kind, Threads threads, String subject) {
        return rounds.containsKey(new Key(store, kind, threads, subject));
    }

    /** Per request; NaN where nothing was counted. */
    Subject.Traffic traffic(Stores.Kind store, Case kind, String subject) {
        return counts.getOrDefault(
                new CountKey(store, kind, subject), new Subject.Traffic(Double.NaN, Double.NaN, Double.NaN));
    }

    /** The median and the quartiles of a figure. */
    Quartiles spread(Stores.Kind store, Case kind, Threads threads, String subject, ToDoubleFunction<Round> figure) {
        return quartiles(get(store, kind, threads, subject).stream()
                .mapToDouble(figure)
                .boxed()
                .toList());
    }

    /** Requests a second of one subject to those of another in the same round. */
    Quartiles ratio(Stores.Kind store, Case kind, Threads threads, String subject, String other) {
        List<Round> ours = get(store, kind, threads, subject);
        List<Round> theirs = get(store, kind, threads, other);
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < Math.min(ours.size(), theirs.size()); i++) {
            ratios.add(ours.get(i).perSecond() / theirs.get(i).perSecond());
        }
        return quartiles(ratios);
    }

    private List<Round> get(Stores.Kind store, Case kind, Threads threads, String subject) {
        return rounds.getOrDefault(new Key(store, kind, threads, subject), List.of());
    }

    private static Quartiles quartiles(List<Double> figures) {
        return figures.isEmpty() ? UNKNOWN : Quartiles.of(figures);
    }
}
