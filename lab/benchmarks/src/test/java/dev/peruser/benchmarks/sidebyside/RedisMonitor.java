package dev.peruser.benchmarks.sidebyside;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the commands that clients send: the server's own counter has those too that scripts call, which cost no trip.
 * Slows the server down, so it is for counting only.
 */
final class RedisMonitor implements Meter, AutoCloseable {
    private static final String MARK = "end-of-what-is-counted-";

    private final Socket socket;
    private final BufferedReader lines;
    private final RedisClient client;
    private final StatefulRedisConnection<String, String> connection;
    private final AtomicLong marks = new AtomicLong();
    private double commands;
    /** What the server sent to this monitor, which it counts as sent to clients. */
    private double told;

    RedisMonitor(String host, int port) throws IOException {
        socket = new Socket(host, port);
        socket.getOutputStream().write("MONITOR\r\n".getBytes(UTF_8));
        lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
        nextLine(); // that it is one now
        client = RedisClient.create("redis://" + host + ":" + port);
        connection = client.connect();
    }

    /** What was sent up to now, without what this asks itself. */
    @Override
    public Subject.Traffic read() throws IOException {
        String stats = connection.sync().info("stats");
        String mark = MARK + marks.incrementAndGet();
        connection.sync().echo(mark);
        double toldBefore = told;
        String line = nextLine();
        for (; !line.contains(mark); line = nextLine()) {
            boolean isOurs = line.contains("\"INFO\"") || line.contains("\"ECHO\"");
            commands += isOurs || line.contains(" lua]") ? 0 : 1;
            toldBefore = line.contains("\"INFO\"") ? toldBefore : told;
        }
        return new Subject.Traffic(
                commands, number(stats, "total_net_input_bytes"), number(stats, "total_net_output_bytes") - toldBefore);
    }

    private String nextLine() throws IOException {
        String line = lines.readLine();
        told += line.length() + 2;
        return line;
    }

    private static double number(String stats, String name) {
        return stats.lines()
                .filter(line -> line.startsWith(name + ":"))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() throws IOException {
        socket.close();
        client.shutdown();
    }
}
