package dev.peruser.migration.command;

import dev.peruser.PerUserException;
import dev.peruser.StoreException;
import dev.peruser.migration.SessionMigration;
import dev.peruser.migration.StoreUrl;
import dev.peruser.store.SessionStore;
import java.io.Console;
import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The command that moves all sessions from one store to another: {@code --from URL --to URL}. The URLs are those of
 * {@link StoreUrl}. The exit status is 0 if the old store is empty in the end, 1 if sessions are left or a store
 * failed, 2 if the arguments are wrong.
 */
public final class MigrationCommand {
    private static final String USAGE = """
            Moves all sessions from one PerUser store to another.

              --from URL          the old store (or the environment variable PERUSER_MIGRATION_FROM)
              --to URL            the new store (or PERUSER_MIGRATION_TO)
              --from-name NAME    its table or key prefix, if not the usual one
              --to-name NAME      the same of the new store
              --threads N         how many sessions are moved at once, 1 to 64; default 4

            URLs: jdbc:sqlite:/path/peruser.db, jdbc:postgresql://host/db?user=u&password=p and other jdbc: URLs,
            redis://host:6379, rediss://, redis-sentinel://, redis-cluster://host:6379,host:6379

            Stop all servers that run on the old store first; they may run on the new one that takes over from the old
            one (peruser.move-from.url). Can be killed and started again at any time.
            """;

    /** A wrong address is to be noticed soon. */
    static final Duration FIRST_ANSWER = Duration.ofSeconds(10);

    private static final Set<String> OPTIONS = Set.of("--from", "--to", "--from-name", "--to-name", "--threads");

    private final Map<String, String> environment;
    private final PrintStream out;
    private final boolean isTerminal;
    private final Duration firstAnswer;

    /**
     * The command.
     *
     * @param firstAnswer how long the old store may take for its first answer
     */
    MigrationCommand(Map<String, String> environment, PrintStream out, boolean isTerminal, Duration firstAnswer) {
        this.environment = environment;
        this.out = out;
        this.isTerminal = isTerminal;
        this.firstAnswer = firstAnswer;
    }

    /** Runs the command and ends the process. */
    public static void main(String[] arguments) {
        System.exit(new MigrationCommand(System.getenv(), System.out, isTerminal(), FIRST_ANSWER).run(arguments));
    }

    /** From Java 22 on there is a console also where there is no terminal, but it can tell. */
    @SuppressWarnings("SystemConsoleNull")
    private static boolean isTerminal() {
        Console console = System.console();
        try {
            return console != null
                    && (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException olderJava) {
            return true;
        }
    }

    int run(String... arguments) {
        Map<String, String> options;
        try {
            options = parse(arguments);
        } catch (IllegalArgumentException e) {
            out.println(e.getMessage());
            out.println();
            out.print(USAGE);
            return 2;
        }
        try {
            return move(options);
        } catch (IllegalArgumentException e) {
            out.println(e.getMessage());
            return 2;
        } catch (PerUserException e) {
            out.println("Stopped: " + e.getMessage());
            out.println("Start it again when that is mended: it goes on where it ended.");
            return 1;
        }
    }

    private Map<String, String> parse(String... arguments) {
        Map<String, String> options = new LinkedHashMap<>();
        for (int i = 0; i < arguments.length; i += 2) {
            if (!OPTIONS.contains(arguments[i])) {
                throw new IllegalArgumentException("unknown option " + arguments[i]);
            }
            if (i + 1 == arguments.length) {
                throw new IllegalArgumentException(arguments[i] + " needs a value");
            }
            options.put(arguments[i], arguments[i + 1]);
        }
        options.computeIfAbsent("--from", option -> fromEnvironment("PERUSER_MIGRATION_FROM", option));
        options.computeIfAbsent("--to", option -> fromEnvironment("PERUSER_MIGRATION_TO", option));
        return options;
    }

    private String fromEnvironment(String variable, String option) {
        return Optional.ofNullable(environment.get(variable))
                .orElseThrow(() -> new IllegalArgumentException(option + " is missing"));
    }

    private int move(Map<String, String> options) {
        try (OpenStore from = OpenStore.of(options, "--from");
                OpenStore to = OpenStore.of(options, "--to")) {
            return move(from.store(), to.store(), threads(options));
        }
    }

    private int move(SessionStore from, SessionStore to, int threads) {
        ProgressBar bar = new ProgressBar(out, isTerminal);
        SessionMigration.Result result;
        try {
            result = SessionMigration.builder(from, to)
                    .threads(threads)
                    .progress(bar)
                    .firstAnswer(firstAnswer)
                    .build()
                    .run();
        } finally {
            bar.end();
        }
        out.printf(
                Locale.ROOT,
                "%,d found: %,d moved, each read back and compared; %,d were there, %,d had expired, %,d were taken by the"
                        + " application meanwhile; %,d left.%n",
                result.found(),
                result.moved(),
                result.wereThere(),
                result.expired(),
                result.takenMeanwhile(),
                result.left());
        if (!result.isComplete()) {
            out.println("What is left can't be read, or could not be moved: the log says why.");
        }
        return result.isComplete() ? 0 : 1;
    }

    private static int threads(Map<String, String> options) {
        try {
            return Integer.parseInt(options.getOrDefault("--threads", "4"));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--threads must be a whole number", e);
        }
    }

    /** A store, closed in the end if it can be. */
    private record OpenStore(SessionStore store) implements AutoCloseable {
        static OpenStore of(Map<String, String> options, String side) {
            Optional<String> name = Optional.ofNullable(options.get(side + "-name"));
            return new OpenStore(StoreUrl.open(options.getOrDefault(side, ""), name));
        }

        @Override
        public void close() {
            if (store instanceof AutoCloseable closeable) {
                try {
                    closeable.close();
                } catch (RuntimeException e) {
                    throw e;
                } catch (Exception e) {
                    throw new StoreException("a store could not be closed", e);
                }
            }
        }
    }
}
