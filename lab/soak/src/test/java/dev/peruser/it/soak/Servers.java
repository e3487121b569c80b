package dev.peruser.it.soak;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The server processes, each at a place of its own where it is started again when it was killed. Their clocks differ,
 * and the second is of an older version of the application.
 */
final class Servers implements AutoCloseable {
    /** One is 200 seconds ahead, one behind, and one a year ahead: the time is the store's. */
    private static final List<String> CLOCKS_AHEAD = List.of("PT200S", "PT-200S", "PT8760H");

    private static final Duration START_TIME = Duration.ofSeconds(60);

    private final HttpClient control = HttpClient.newHttpClient();
    private final List<String> command;
    private final List<@Nullable Server> servers = new ArrayList<>();
    private final AtomicInteger starting = new AtomicInteger();

    /** A process. */
    private static final class Server {
        private final Process process;
        private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
        private final int port;

        Server(List<String> command) throws IOException, InterruptedException {
            process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            Thread reader = new Thread(this::read, "output of a server");
            reader.setDaemon(true);
            reader.start();
            String port = said.poll(START_TIME.toSeconds(), TimeUnit.SECONDS);
            if (port == null || !port.startsWith("port ")) {
                process.destroyForcibly();
                throw new IllegalStateException("a server did not start: it said " + port);
            }
            this.port = Integer.parseInt(port.substring("port ".length()));
        }

        private void read() {
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.startsWith(Says.PREFIX)) {
                        said.add(line.substring(Says.PREFIX.length()));
                    }
                }
            } catch (IOException e) {
                // it was killed
            }
        }
    }

    /**
     * Servers, not yet started.
     *
     * @param variant a folder with classes that stand before all others, or null
     */
    Servers(Options options, Path folder, @Nullable Path variant) {
        String classPath = System.getProperty("java.class.path");
        this.command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-Xmx256m",
                "-Dslf4j.internal.verbosity=ERROR",
                "-cp",
                variant == null ? classPath : variant + File.pathSeparator + classPath,
                SoakServer.class.getName(),
                options.store().label(),
                folder.toString()));
        command.addAll(options.trouble().arguments());
        command.addAll(options.application().arguments());
        for (int i = 0; i < options.processes(); i++) {
            servers.add(null);
        }
    }

    int count() {
        return servers.size();
    }

    /** All at the same time: each keeps hardly more than one processor busy. */
    void startAll() throws ExecutionException, InterruptedException {
        ExecutorService starters = Executors.newFixedThreadPool(servers.size());
        try {
            List<Callable<Void>> starts = new ArrayList<>();
            for (int i = 0; i < servers.size(); i++) {
                int place = i;
                starts.add(() -> {
                    start(place);
                    return null;
                });
            }
            for (Future<Void> one : starters.invokeAll(starts)) {
                one.get();
            }
        } finally {
            starters.shutdownNow();
        }
    }

    void start(int place) throws IOException, InterruptedException {
        starting.incrementAndGet();
        try {
            List<String> own = new ArrayList<>(command);
            own.add(CLOCKS_AHEAD.get(place % CLOCKS_AHEAD.size()));
            own.add(place == 1 ? "older" : "newer");
            Server started = new Server(own);
            synchronized (servers) {
                servers.set(place, started);
            }
        } finally {
            starting.decrementAndGet();
        }
    }

    /** Whether a server is just starting. */
    boolean isStarting() {
        return starting.get() > 0;
    }

    /** The address of a server, if it is running. */
    @Nullable URI address(int place) {
        Server server = server(place);
        return server == null ? null : URI.create("http://localhost:" + server.port);
    }

    private @Nullable Server server(int place) {
        synchronized (servers) {
            return servers.get(place);
        }
    }

    /** SIGKILL, when a step was made, or after a while if none is. Returns whether it was. */
    boolean killAfter(Step step, int place) throws InterruptedException {
        Server server = server(place);
        if (server == null) {
            throw new IllegalStateException("not running");
        }
        tell(place, "/kill-at?step=" + step);
        boolean isReached = server.said.poll(5, TimeUnit.SECONDS) != null;
        synchronized (servers) {
            servers.set(place, null);
        }
        server.process.destroyForcibly().waitFor();
        return isReached;
    }

    void trouble(boolean isOn) throws InterruptedException {
        for (int i = 0; i < servers.size(); i++) {
            trouble(i, isOn);
        }
    }

    void trouble(int place, boolean isOn) throws InterruptedException {
        tell(place, "/trouble" + (isOn ? "?on" : ""));
    }

    private void tell(int place, String what) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address(place) + what))
                .timeout(Duration.ofSeconds(20))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        try {
            var answer = control.send(request, HttpResponse.BodyHandlers.discarding());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(what + ": " + answer.statusCode());
            }
        } catch (IOException e) {
            throw new IllegalStateException(what, e);
        }
    }

    @Override
    public void close() {
        synchronized (servers) {
            for (Server server : servers) {
                if (server != null) {
                    server.process.destroyForcibly();
                }
            }
        }
    }
}
