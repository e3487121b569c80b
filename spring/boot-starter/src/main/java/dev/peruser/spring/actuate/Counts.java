package dev.peruser.spring.actuate;

import dev.peruser.MergeReport;
import dev.peruser.PerUserListener;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** How often what happened since the start of the application. Safe for use by many threads. */
final class Counts implements PerUserListener {
    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

    Map<String, Long> now() {
        Map<String, Long> sums = new TreeMap<>();
        counts.forEach((name, count) -> sums.put(name, count.sum()));
        return sums;
    }

    private void count(String name, long times) {
        counts.computeIfAbsent(name, absent -> new LongAdder()).add(times);
    }

    private void count(String name) {
        count(name, 1);
    }

    @Override
    public void loaded(Duration time, long bytes) {
        count("loads");
    }

    @Override
    public void recalled() {
        count("recalled");
    }

    @Override
    public void loadFailed(RuntimeException reason) {
        count("failures.load." + FailureKind.of(reason).text());
    }

    @Override
    public void committed(Duration time, int rebases, long bytes) {
        count("commits");
    }

    @Override
    public void conflicted() {
        count("conflicts");
    }

    @Override
    public void refreshed() {
        count("refreshes");
    }

    @Override
    public void refused(RuntimeException reason) {
        count("failures.commit." + FailureKind.of(reason).text());
    }

    @Override
    public void absorbed(MergeReport report, Absorption how) {
        count(
                switch (how) {
                    case AT_ONCE -> "merges.absorbed";
                    case LATER -> "merges.finished-later";
                    case GUESTS -> "guests.joined";
                });
    }

    @Override
    public void absorbFailed(RuntimeException reason) {
        count("merges.failed");
    }

    @Override
    public void changedTooLate() {
        count("late.changes");
    }

    @Override
    public void purged(int sessions) {
        count("purged", sessions);
    }

    @Override
    public void exported() {
        count("exported");
    }

    @Override
    public void erased() {
        count("erased");
    }
}
