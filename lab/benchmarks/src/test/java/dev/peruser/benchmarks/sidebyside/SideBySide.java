package dev.peruser.benchmarks.sidebyside;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures the subjects of each store in turns: in each round each subject once, so that what changes on the machine
 * meanwhile meets all of them. A ratio is made of two figures of the same round; the median of those is what is shown.
 */
public final class SideBySide {
    private static final double WARM_UP_SLICE_SECONDS = 0.5;
    /** Of the time of a slice; what is left to compile then is seldom used. */
    private static final double QUIET_COMPILER = 0.05;

    private static final CompilationMXBean COMPILER = ManagementFactory.getCompilationMXBean();
    private static final int COUNTED_REQUESTS = 40;
    private static final int SIGN_INS_A_SECOND = 4_000;

    private final Options options;
    private final Measurements results = new Measurements();

    private SideBySide(Options options) {
        this.options = options;
    }

    /** Runs it; prints the tables, and keeps them as CSV. */
    public static void run(String... arguments) throws Exception {
        Options options;
        try {
            options = Options.parse(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(1);
            return;
        }
        new SideBySide(options).runAll();
    }

    private void runAll() throws Exception {
        for (Stores.Kind store : options.stores()) {
            try (Stores stores = new Stores()) {
                count(store, stores.open(store, true));
            }
            try (Stores stores = new Stores()) {
                List<Subject> subjects = stores.open(store, false);
                measure(store, subjects);
                for (Subject subject : subjects) {
                    subject.close();
                }
            }
        }
        Report report = new Report(results, options);
        System.out.println(report.text());
        report.write();
    }

    private void fill(List<Subject> subjects, int people) throws Exception {
        for (Subject subject : subjects) {
            subject.fill(Case.A, people);
            if (options.cases().contains(Case.H)) {
                subject.fill(Case.H, people(Case.H, people));
            }
        }
    }

    /** Large sessions are fewer. */
    private static int people(Case kind, int people) {
        return kind == Case.H ? Math.max(64, people / 20) : people;
    }

    private void count(Stores.Kind store, List<Subject> subjects) throws Exception {
        fill(subjects, 100);
        for (Case kind : options.cases()) {
            for (Subject subject : subjects) {
                if (!subject.supports(kind)) {
                    continue;
                }
                if (kind.isUsedUp()) {
                    subject.prepare(kind, COUNTED_REQUESTS);
                } else {
                    for (int i = 0; i < COUNTED_REQUESTS; i++) {
                        subject.request(kind, i, i); // the first use of each person finds no copy
                    }
                }
                var unused = subject.traffic(); // what is still on its way from before is not counted
                Subject.Traffic idle = subject.traffic();
                Subject.Traffic before = subject.traffic();
                Subject.Traffic counting = before.since(idle);
                for (int i = 0; i < COUNTED_REQUESTS; i++) {
                    subject.request(kind, i, COUNTED_REQUESTS + i);
                }
                results.count(
                        store,
                        kind,
                        subject.name(),
                        subject.traffic().since(before).since(counting),
                        COUNTED_REQUESTS);
            }
        }
        for (Subject subject : subjects) {
            subject.close();
        }
    }

    private void measure(Stores.Kind store, List<Subject> subjects) throws Exception {
        fill(subjects, options.people());
        for (Threads threads : options.threads()) {
            for (Case kind :
                    options.cases().stream().filter(each -> each.isFor(threads)).toList()) {
                List<Subject> all = subjects.stream()
                        .filter(subject -> subject.supports(kind))
                        .toList();
                System.err.printf("… %s, %s, case %s%n", store.title(), threads, kind);
                for (Subject subject : all) {
                    warmUp(subject, kind, threads);
                }
                Map<String, List<Round>> rounds = new LinkedHashMap<>();
                for (int round = 0; round < options.rounds(); round++) {
                    for (Subject subject : all) {
                        rounds.computeIfAbsent(subject.name(), name -> new ArrayList<>())
                                .add(round(subject, kind, threads, options.seconds()));
                    }
                }
                rounds.forEach((subject, list) -> results.add(store, kind, threads, subject, list));
            }
        }
    }

    /**
     * Until the compiler has been quiet for two slices: it works beside what is measured, on the same processors, and
     * would be taken for it.
     */
    private void warmUp(Subject subject, Case kind, Threads threads) throws Exception {
        int quiet = 0;
        for (double passed = 0; passed < options.warmUpSeconds() && quiet < 2; passed += WARM_UP_SLICE_SECONDS) {
            long compiled = COMPILER.getTotalCompilationTime();
            round(subject, kind, threads, WARM_UP_SLICE_SECONDS);
            double share = (COMPILER.getTotalCompilationTime() - compiled) / (1_000 * WARM_UP_SLICE_SECONDS);
            quiet = share < QUIET_COMPILER ? quiet + 1 : 0;
        }
    }

    private Round round(Subject subject, Case kind, Threads threads, double seconds) throws Exception {
        return Round.run(subject, kind, threads, people(kind, options.people()), seconds, (int)
                Math.max(400, SIGN_INS_A_SECOND * seconds));
    }
}
