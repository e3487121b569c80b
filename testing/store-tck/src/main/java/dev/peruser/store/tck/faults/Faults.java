package dev.peruser.store.tck.faults;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The faults that are set, and the calls that were made. Safe for use by many threads. */
final class Faults {
    private final List<Rule> rules = new CopyOnWriteArrayList<>();
    private final Map<StoreCall.Kind, AtomicInteger> counts = new EnumMap<>(StoreCall.Kind.class);
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger mostUnderWay = new AtomicInteger();

    Faults() {
        for (StoreCall.Kind kind : StoreCall.Kind.values()) {
            counts.put(kind, new AtomicInteger());
        }
    }

    /** A fault that is set. */
    static final class Rule {
        private final Predicate<StoreCall> calls;
        private final int spared;
        private final int every;
        private final int most;
        private final Fault.Happening happening;
        private final AtomicInteger seen = new AtomicInteger();

        Rule(Predicate<StoreCall> calls, int spared, int every, int most, Fault.Happening happening) {
            this.calls = calls;
            this.spared = spared;
            this.every = every;
            this.most = most;
            this.happening = happening;
        }

        /** Counts the call. */
        boolean isFor(StoreCall call) {
            if (!calls.test(call)) {
                return false;
            }
            int number = seen.incrementAndGet() - spared;
            return number > 0 && number % every == 0 && number / every <= most;
        }
    }

    void add(Rule rule) {
        rules.add(rule);
    }

    /** No fault is set any more. */
    void end() {
        List<Rule> ended = List.copyOf(rules);
        rules.removeAll(ended);
        ended.forEach(rule -> rule.happening.end());
    }

    <T> T call(StoreCall call, Supplier<T> work) {
        counter(call.kind()).incrementAndGet();
        mostUnderWay.accumulateAndGet(underWay.incrementAndGet(), Math::max);
        try {
            List<Rule> due = rules.stream().filter(rule -> rule.isFor(call)).toList();
            due.forEach(rule -> rule.happening.before(call));
            T answer = work.get();
            due.forEach(rule -> rule.happening.after(call));
            return answer;
        } finally {
            underWay.decrementAndGet();
        }
    }

    int count(StoreCall.Kind kind) {
        return counter(kind).get();
    }

    /** The map itself never changes. */
    private AtomicInteger counter(StoreCall.Kind kind) {
        return Objects.requireNonNull(counts.get(kind));
    }

    int underWay() {
        return underWay.get();
    }

    int mostUnderWay() {
        return mostUnderWay.get();
    }

    void forgetCounts() {
        counts.values().forEach(count -> count.set(0));
        mostUnderWay.set(underWay.get());
    }
}
