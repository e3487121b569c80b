package dev.peruser.it.scale;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What to run.
 *
 * @param store the kind of server
 * @param sessions how many are stored in the end
 * @param bytes how large the content of each is, about
 * @param seconds how long a measurement lasts at most
 * @param clients how many threads send requests
 * @param partitions how many parts PostgreSQL's table has
 * @param factor how far the arithmetic may be from what is measured
 * @param task what to do
 */
record Options(
        ServerKind store, int sessions, int bytes, int seconds, int clients, int partitions, double factor, Task task) {
    static final int FIRST_STEP = 10_000;
    static final double DEFAULT_FACTOR = 1.5;

    /** What a run does. */
    enum Task {
        /** Measures and prints. */
        MEASURE,
        /** Measures, prints, and keeps the figures. */
        RECORD,
        /** Writes the document's tables from the figures that were kept. */
        DOCUMENT
    }

    /** All mistakes at once. */
    static Options parse(String... arguments) {
        ServerKind store = ServerKind.POSTGRESQL;
        Task task = Task.MEASURE;
        int[] numbers = {1_000_000, 4_096, 20, 4, 8};
        List<String> names = List.of("--sessions", "--bytes", "--seconds", "--clients", "--partitions");
        double factor = DEFAULT_FACTOR;
        List<String> mistakes = new ArrayList<>();
        for (int i = 0; i < arguments.length; i++) {
            String name = arguments[i];
            try {
                switch (name) {
                    case "--record" -> task = Task.RECORD;
                    case "--document" -> task = Task.DOCUMENT;
                    case "--store" ->
                        store = ServerKind.valueOf(value(arguments, ++i).toUpperCase(Locale.ROOT));
                    case "--factor" -> factor = Double.parseDouble(value(arguments, ++i));
                    default -> {
                        if (!names.contains(name)) {
                            throw new IllegalArgumentException("no such option");
                        }
                        numbers[names.indexOf(name)] = Integer.parseInt(value(arguments, ++i));
                    }
                }
            } catch (IllegalArgumentException e) {
                mistakes.add(name + ": " + e.getMessage());
            }
        }
        if (numbers[0] < FIRST_STEP
                || numbers[1] < 3_000
                || numbers[2] < 1
                || numbers[3] < 1
                || numbers[4] < 1
                || !(factor > 1)) {
            mistakes.add("--sessions must be at least " + FIRST_STEP
                    + ", --bytes 3000, --seconds, --clients and --partitions 1, and --factor more than 1");
        }
        if (!mistakes.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", mistakes));
        }
        return new Options(store, numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], factor, task);
    }

    private static String value(String[] arguments, int index) {
        if (index >= arguments.length) {
            throw new IllegalArgumentException("its value is missing");
        }
        return arguments[index];
    }

    /** How many sessions are stored when it is measured: powers of ten, and the number wanted. */
    List<Integer> steps() {
        List<Integer> steps = new ArrayList<>();
        for (long step = FIRST_STEP; step < sessions; step *= 10) {
            steps.add((int) step);
        }
        steps.add(sessions);
        return steps;
    }
}
