package dev.peruser.benchmarks.sidebyside;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What to run.
 *
 * @param stores which stores
 * @param cases which cases
 * @param threads who sends requests, one after the other
 * @param rounds of each subject
 * @param seconds of each round
 * @param warmUpSeconds how long at most each subject runs before each case is measured: until it is compiled
 * @param people how many have a session
 * @param isRecorded whether the document gets the tables
 */
record Options(
        List<Stores.Kind> stores,
        List<Case> cases,
        List<Threads> threads,
        int rounds,
        double seconds,
        double warmUpSeconds,
        int people,
        boolean isRecorded) {
    static final String HELP = """
            lab/benchmarks/run [options]
              --stores   redis,postgresql,sqlite,h2   which stores (all)
              --cases    A,B,C,D,E,F,G,H,I            which cases (all)
              --threads  1,8,v64                      how many threads; v: virtual ones, which need JDK 21 (1,8 and, there, v64)
              --rounds   5                            of each subject, in turns
              --seconds  0.5                          of each round
              --warm-up  8                            seconds at most before each case, until it is compiled
              --people   1000                         how many have a session
              --record                                writes the tables into docs/evidence/performance.md
              --quick                                 one and eight threads, 3 rounds of 0.3 seconds after at most one: about ten minutes
            """;

    private static final int MOST_PEOPLE = 50_000;

    /** All mistakes at once. */
    static Options parse(String... arguments) {
        List<Stores.Kind> stores = List.of(Stores.Kind.values());
        List<Case> cases = List.of(Case.values());
        List<Threads> threads = Stream.of("1", "8", "v64")
                .map(Threads::parse)
                .filter(Threads::canRun)
                .toList();
        int rounds = 5;
        double seconds = 0.5;
        double warmUpSeconds = 8;
        int people = 1_000;
        boolean isRecorded = false;
        List<String> mistakes = new ArrayList<>();
        for (int i = 0; i < arguments.length; i++) {
            String name = arguments[i];
            try {
                switch (name) {
                    case "--record" -> isRecorded = true;
                    case "--quick" -> {
                        threads = List.of(new Threads(1, false), new Threads(8, false));
                        rounds = 3;
                        seconds = 0.3;
                        warmUpSeconds = 1;
                    }
                    case "--stores" ->
                        stores = list(arguments, ++i, text -> Stores.Kind.valueOf(text.toUpperCase(Locale.ROOT)));
                    case "--cases" -> cases = list(arguments, ++i, text -> Case.valueOf(text.toUpperCase(Locale.ROOT)));
                    case "--threads" -> threads = list(arguments, ++i, Threads::parse);
                    case "--rounds" -> rounds = Integer.parseInt(value(arguments, ++i));
                    case "--seconds" -> seconds = Double.parseDouble(value(arguments, ++i));
                    case "--warm-up" -> warmUpSeconds = Double.parseDouble(value(arguments, ++i));
                    case "--people" -> people = Integer.parseInt(value(arguments, ++i));
                    default -> throw new IllegalArgumentException("no such option");
                }
            } catch (IllegalArgumentException e) {
                mistakes.add(name + ": " + e.getMessage());
            }
        }
        if (rounds < 1 || seconds <= 0 || warmUpSeconds <= 0 || people < 100 || people > MOST_PEOPLE) {
            mistakes.add("rounds, seconds and warm-up must be positive, people from 100 to " + MOST_PEOPLE);
        }
        threads.stream().filter(each -> !each.canRun()).forEach(each -> mistakes.add(each + " need JDK 21 or later"));
        if (!mistakes.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", mistakes) + "\n" + HELP);
        }
        return new Options(stores, cases, threads, rounds, seconds, warmUpSeconds, people, isRecorded);
    }

    private static <T> List<T> list(String[] arguments, int index, Function<String, T> parser) {
        return Stream.of(value(arguments, index).split(",")).map(parser).toList();
    }

    private static String value(String[] arguments, int index) {
        if (index >= arguments.length) {
            throw new IllegalArgumentException("needs a value");
        }
        return arguments[index];
    }
}
