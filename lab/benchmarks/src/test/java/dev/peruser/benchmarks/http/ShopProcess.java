package dev.peruser.benchmarks.http;

import dev.peruser.it.servers.ProcessorTime;
import dev.peruser.it.servers.RedisServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One application in a Java process of its own, which ends with this one. */
final class ShopProcess implements AutoCloseable {
    private static final Duration START_TIME = Duration.ofSeconds(60);
    private static final List<String> JAVA_OPTIONS = List.of("-Xmx512m", "--enable-native-access=ALL-UNNAMED");

    private final ShopKind kind;
    private final int port;
    private final Path log;
    private final Process process;

    private ShopProcess(ShopKind kind, int port, Path log, Process process) {
        this.kind = kind;
        this.port = port;
        this.log = log;
        this.process = process;
    }

    /** Starts one and waits until it answers. */
    static ShopProcess start(ShopKind kind, String redis, boolean isProfiled) throws IOException {
        int port = RedisServer.freePort();
        Path log = Files.createTempFile("peruser-shop", ".log");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JAVA_OPTIONS);
        if (isProfiled) {
            command.add("-XX:StartFlightRecording=settings=profile,filename=" + recording(kind));
        }
        command.addAll(List.of(
                "-cp", System.getProperty("java.class.path"), kind.application().getName()));
        command.addAll(List.of(
                "--server.address=127.0.0.1",
                "--server.port=" + port,
                "--server.tomcat.max-keep-alive-requests=-1",
                "--server.tomcat.keep-alive-timeout=1h",
                "--spring.mvc.log-resolved-exception=true",
                "--spring.main.banner-mode=off"));
        command.addAll(kind.arguments(redis));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        ShopProcess shop = new ShopProcess(kind, port, log, process);
        shop.awaitStart();
        return shop;
    }

    private static Path recording(ShopKind kind) {
        return Path.of("lab/benchmarks/target/http-"
                + kind.name().toLowerCase(Locale.ROOT).replace('_', '-') + ".jfr");
    }

    private void awaitStart() throws IOException {
        long end = System.nanoTime() + START_TIME.toNanos();
        while (true) {
            try (Socket unused = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (IOException notYet) {
                if (!process.isAlive() || System.nanoTime() - end > 0) {
                    String said = log();
                    close();
                    throw new IOException(kind + " did not start: " + said, notYet);
                }
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
        }
    }

    /** To be called first in the process: it ends when the one that started it does, however that happens. */
    static void endWithInput() {
        Thread watch = new Thread(
                () -> {
                    try {
                        while (System.in.read() >= 0) {
                            // nobody writes
                        }
                    } catch (IOException closed) {
                        // the same
                    }
                    System.exit(0);
                },
                "ends with its parent");
        watch.setDaemon(true);
        watch.start();
    }

    ShopKind kind() {
        return kind;
    }

    int port() {
        return port;
    }

    /** What it has written so far. */
    String log() throws IOException {
        return Files.readString(log);
    }

    /** So far. */
    long processorNanos() {
        return ProcessorTime.nanosOf(process.toHandle());
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        Files.deleteIfExists(log);
    }
}
