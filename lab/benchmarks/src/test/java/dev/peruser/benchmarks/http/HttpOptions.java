package dev.peruser.benchmarks.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What to run.
 *
 * @param rounds how often each case of each application is measured
 * @param seconds how long that lasts each time
 * @param warmUpSeconds how long each case of each application runs before; what is not compiled yet is slow
 * @param threads how many clients send requests at once, each on a connection of its own
 * @param guests how many sessions each client has
 * @param shops which applications are compared
 * @param isRecorded whether the document is written
 * @param isProfiled whether each application is recorded by JDK Flight Recorder
 */
record HttpOptions(
        int rounds,
        int seconds,
        int warmUpSeconds,
        int threads,
        int guests,
        List<ShopKind> shops,
        boolean isRecorded,
        boolean isProfiled) {
    static final String HELP =
            "options: [--quick] [--rounds 5] [--seconds 4] [--warm-up 15] [--threads 8] [--guests 25]"
                    + " [--shops container,spring_session,peruser,peruser_near_cache] [--record] [--profile]";

    /**
     * Reads them.
     *
     * @throws IllegalArgumentException with all mistakes
     */
    static HttpOptions parse(String... arguments) {
        List<String> names = List.of("--rounds", "--seconds", "--warm-up", "--threads", "--guests");
        int[] numbers = {5, 4, 15, 8, 25};
        List<ShopKind> shops = List.of(ShopKind.values());
        boolean isRecorded = false;
        boolean isProfiled = false;
        List<String> mistakes = new ArrayList<>();
        if (List.of(arguments).contains("--quick")) {
            numbers[0] = 3;
            numbers[1] = 2;
            numbers[2] = 8;
        }
        for (int i = 0; i < arguments.length; i++) {
            String name = arguments[i];
            if (name.equals("--record")) {
                isRecorded = true;
            } else if (name.equals("--profile")) {
                isProfiled = true;
            } else if (name.equals("--shops")) {
                i++;
                shops = shopsNamed(i < arguments.length ? arguments[i] : "nothing", mistakes);
            } else if (names.contains(name)) {
                i++;
                String value = i < arguments.length ? arguments[i] : "nothing";
                if (value.matches("[1-9][0-9]{0,3}")) {
                    numbers[names.indexOf(name)] = Integer.parseInt(value);
                } else {
                    mistakes.add(name + " must be a number from 1 to 9999, was " + value);
                }
            } else if (!name.equals("--quick")) {
                mistakes.add("there is no option " + name);
            }
        }
        if (!mistakes.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", mistakes) + "\n" + HELP);
        }
        return new HttpOptions(
                numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], shops, isRecorded, isProfiled);
    }

    private static List<ShopKind> shopsNamed(String names, List<String> mistakes) {
        try {
            return Arrays.stream(names.split(","))
                    .map(name -> ShopKind.valueOf(name.toUpperCase(Locale.ROOT)))
                    .toList();
        } catch (IllegalArgumentException e) {
            mistakes.add("--shops must be names of applications with commas between, was " + names);
            return List.of();
        }
    }
}
