package dev.peruser.it.soak;

import dev.peruser.it.variants.BrokenVariant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * What to run.
 *
 * @param store the kind of store
 * @param processes how many server processes share it
 * @param devices how many devices visit them
 * @param operations how many requests they send
 * @param kills how many times a server process is killed
 * @param restarts how many times the server that they share is killed and started again
 * @param failovers how many times a part of it is killed, so that another takes over
 * @param seed of what is left to chance on the side of the devices
 * @param trouble what the servers have to live with
 * @param application how it uses sessions
 * @param variant a broken rule; then the run ends at the first violation
 */
record Options(
        SoakStore store,
        int processes,
        int devices,
        long operations,
        int kills,
        int restarts,
        int failovers,
        long seed,
        Trouble trouble,
        Application application,
        Optional<BrokenVariant> variant) {

    /** All mistakes at once. */
    static Options parse(String... arguments) {
        SoakStore store = SoakStore.SQLITE;
        long[] numbers = {4, 8, 60_000, 20, 1, 0, 0, 0, 0, 0, 1, 0, 0};
        List<String> names = List.of(
                "--processes",
                "--devices",
                "--ops",
                "--kills",
                "--seed",
                "--restarts",
                "--failovers",
                "--near-cache-millis",
                "--lag-millis",
                "--lost-per-mille",
                "--unanswered-per-mille",
                "--records",
                "--http-session");
        BrokenVariant variant = null;
        List<String> mistakes = new ArrayList<>();
        for (int i = 0; i < arguments.length; i += 2) {
            String name = arguments[i];
            String value = i + 1 < arguments.length ? arguments[i + 1] : "";
            try {
                if (name.equals("--store")) {
                    store = SoakStore.named(value);
                } else if (name.equals("--variant")) {
                    variant =
                            BrokenVariant.valueOf(value.toUpperCase(Locale.ROOT).replace('-', '_'));
                } else if (names.contains(name)) {
                    numbers[names.indexOf(name)] = Long.parseLong(value);
                } else {
                    mistakes.add("unknown option " + name + ": --store and --variant, and numbers after " + names);
                }
            } catch (IllegalArgumentException e) {
                mistakes.add(name + ": " + value + " is not possible (" + e.getMessage() + ")");
            }
        }
        boolean isNegative = LongStream.of(numbers).anyMatch(number -> number < 0);
        if (isNegative || numbers[0] < 1 || numbers[1] < 1 || numbers[2] < 1) {
            mistakes.add("--processes, --devices and --ops must be at least 1, all other numbers at least 0");
        }
        if (!mistakes.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", mistakes));
        }
        return new Options(
                store,
                (int) numbers[0],
                (int) numbers[1],
                numbers[2],
                (int) numbers[3],
                (int) numbers[5],
                (int) numbers[6],
                numbers[4],
                new Trouble(Duration.ofMillis(numbers[7]), Duration.ofMillis(numbers[8]), (int) numbers[9], (int)
                        numbers[10]),
                new Application(numbers[11] > 0, numbers[12] > 0),
                Optional.ofNullable(variant));
    }
}
