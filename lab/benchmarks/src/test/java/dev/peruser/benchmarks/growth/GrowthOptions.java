package dev.peruser.benchmarks.growth;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What to run.
 *
 * @param dimensions what grows
 * @param isQuick whether two minutes must do: fewer rounds, and no more than a hundred thousand sessions
 * @param isRecorded whether the document and its pictures are written
 */
record GrowthOptions(List<Dimension> dimensions, boolean isQuick, boolean isRecorded) {
    static final String HELP = "options: [--quick] [--only sessions,size,attributes,devices,servers] [--record]";

    /**
     * Reads them.
     *
     * @throws IllegalArgumentException with all mistakes
     */
    static GrowthOptions parse(String... arguments) {
        List<Dimension> dimensions = List.of(Dimension.values());
        boolean isQuick = false;
        boolean isRecorded = false;
        List<String> mistakes = new ArrayList<>();
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--quick" -> isQuick = true;
                case "--record" -> isRecorded = true;
                case "--only" -> {
                    i++;
                    dimensions = dimensionsNamed(i < arguments.length ? arguments[i] : "nothing", mistakes);
                }
                default -> mistakes.add("there is no option " + arguments[i]);
            }
        }
        if (!mistakes.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", mistakes) + "\n" + HELP);
        }
        return new GrowthOptions(dimensions, isQuick, isRecorded);
    }

    private static List<Dimension> dimensionsNamed(String names, List<String> mistakes) {
        try {
            return Arrays.stream(names.split(","))
                    .map(name -> Dimension.valueOf(name.toUpperCase(Locale.ROOT)))
                    .toList();
        } catch (IllegalArgumentException e) {
            mistakes.add("--only must be names of dimensions with commas between, was " + names);
            return List.of();
        }
    }

    /** Of the sizes that there are, those that there is time for. */
    int[] upTo(int most, int mostIfQuick, int... values) {
        return Arrays.stream(values)
                .filter(value -> value <= (isQuick ? mostIfQuick : most))
                .toArray();
    }

    /** How often each point is measured. */
    int rounds() {
        return isQuick ? 3 : 5;
    }

    /** How often before. */
    int warmUpRounds() {
        return isQuick ? 1 : 2;
    }

    /** How long that lasts each time. */
    int millis() {
        return isQuick ? 80 : 200;
    }
}
