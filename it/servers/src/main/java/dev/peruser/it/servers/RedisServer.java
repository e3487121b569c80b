package dev.peruser.it.servers;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import redis.embedded.core.ExecutableProvider;

/**
 * A Redis server of our own: a process with a folder of its own, on 127.0.0.1, that can be killed, stopped in its
 * tracks, and started again on the same data. It ends with this process.
 */
public final class RedisServer implements AutoCloseable {
    private static final Duration START_TIME = Duration.ofSeconds(20);
    /** However this process ends, its input to the shell ends, and so does Redis. */
    private static final String UNTIL_INPUT_ENDS =
            "\"$0\" \"$1\" $3 >> \"$2\" 2>&1 & echo $!; cat > /dev/null; kill -9 $! 2> /dev/null; wait";

    private final Path folder;
    private final int port;
    private final List<String> settings;
    private final Thread atExit = new Thread(this::destroy, "ends Redis");
    private @Nullable Process shell;
    private @Nullable ProcessHandle process;

    private RedisServer(Path folder, int port, List<String> settings) {
        this.folder = folder;
        this.port = port;
        this.settings = settings;
    }

    /**
     * Starts one and waits until it answers.
     *
     * @param settings lines as in redis.conf, or in sentinel.conf for a Sentinel; by default nothing is written to disk
     */
    public static RedisServer started(String... settings) {
        return startedOn(freePort(), settings);
    }

    static RedisServer startedOn(int port, String... settings) {
        try {
            RedisServer server = new RedisServer(Files.createTempDirectory("peruser-redis"), port, List.of(settings));
            Runtime.getRuntime().addShutdownHook(server.atExit);
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it is; with the credentials of the all-powerful user, who has no password. */
    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    /** Its port. */
    public int port() {
        return port;
    }

    /** Starts it again, on the same port and the same data, and waits until it answers. */
    public void start() {
        launch();
        await("Redis answers", () -> answers(commands -> commands.ping().equals("PONG")));
    }

    /** Starts it without waiting for it. */
    public void launch() {
        try {
            Path configuration = folder.resolve("redis.conf");
            List<String> lines = new ArrayList<>(List.of(
                    "bind 127.0.0.1",
                    "port " + port,
                    "dir " + folder,
                    "save \"\"",
                    "appendonly no",
                    "daemonize no",
                    "loglevel warning"));
            lines.addAll(settings);
            Files.write(configuration, lines);
            Process started = new ProcessBuilder(
                            "sh",
                            "-c",
                            UNTIL_INPUT_ENDS,
                            Executable.PATH.toString(),
                            configuration.toString(),
                            folder.resolve("log").toString(),
                            settings.stream().anyMatch(line -> line.startsWith("sentinel ")) ? "--sentinel" : "")
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            long pid = Long.parseLong(started.inputReader().readLine());
            shell = started;
            process = ProcessHandle.of(pid).orElseThrow(() -> new IllegalStateException("ended at once: " + log()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGKILL; what was not on disk is gone. */
    public void kill() {
        destroy();
    }

    /** SIGSTOP: it keeps its connections and answers nothing, until {@link #resume}. */
    public void freeze() {
        Signals.stop(running().pid());
    }

    /** SIGCONT. */
    public void resume() {
        Signals.resume(running().pid());
    }

    /** Whether the process lives. */
    public boolean isRunning() {
        ProcessHandle running = process;
        return running != null && running.isAlive();
    }

    /** Lets the all-powerful user send commands over a connection of its own. */
    public <T> T command(Function<RedisCommands<String, String>, T> work) {
        return commandAt(url(), work);
    }

    static <T> T commandAt(String url, Function<RedisCommands<String, String>, T> work) {
        RedisURI uri = RedisURI.create(url);
        uri.setTimeout(Duration.ofSeconds(10));
        try (RedisClient client = RedisClient.create(uri)) {
            client.setOptions(ClientOptions.builder().autoReconnect(false).build());
            return work.apply(client.connect().sync());
        }
    }

    private boolean answers(Function<RedisCommands<String, String>, Boolean> question) {
        if (!isRunning()) {
            throw new IllegalStateException("Redis did not start: " + log());
        }
        try {
            return command(question);
        } catch (RedisException notYet) {
            // One with a password for everybody is there, too.
            return String.valueOf(notYet.getCause()).contains("NOAUTH")
                    || String.valueOf(notYet.getCause()).contains("SSL");
        }
    }

    private String log() {
        try {
            return Files.readString(folder.resolve("log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ProcessHandle running() {
        ProcessHandle running = process;
        if (running == null) {
            throw new IllegalStateException("not running");
        }
        return running;
    }

    private void destroy() {
        ProcessHandle running = process;
        if (running == null) {
            return;
        }
        running.destroyForcibly();
        Process started = shell;
        try {
            if (started != null) {
                started.getOutputStream().close();
                started.waitFor(10, TimeUnit.SECONDS);
            }
        } catch (IOException e) {
            // the shell has ended
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Kills it and removes its folder. */
    @Override
    public void close() {
        destroy();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException ending) {
            // this process ends anyway
        }
        remove(folder);
    }

    private static void remove(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks again and again, for a bounded time. */
    static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + START_TIME.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException("not within " + START_TIME + ": " + what);
            }
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }

    /** A port on which nobody listens now. */
    public static int freePort() {
        // Cluster nodes also listen 10000 above. Both are below the ports that systems give to outgoing connections.
        for (int attempt = 0; attempt < 200; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(11_000, 22_000);
            try (ServerSocket data = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
                    ServerSocket bus = new ServerSocket(port + 10_000, 1, InetAddress.getLoopbackAddress())) {
                return Math.min(data.getLocalPort(), bus.getLocalPort());
            } catch (IOException taken) {
                // the next one
            }
        }
        throw new IllegalStateException("no free port");
    }

    /** The server for this machine, unpacked once in each process. */
    private static final class Executable {
        private static final Path PATH = unpack();

        private static Path unpack() {
            try {
                return ExecutableProvider.newJarResourceProvider().get().toPath();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
