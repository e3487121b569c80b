package dev.peruser.benchmarks.http;

import dev.peruser.benchmarks.report.Results;
import dev.peruser.it.servers.RedisServer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/**
 * The same shop on PerUser, on Spring Session and on the bare container's sessions, each in a Java process of its own,
 * all on one Redis, asked by clients in this process.
 *
 * <ol>
 *   <li>Each application gets its sessions, and each case of it is run for a while that doesn't count.
 *   <li>In each round, each case is run on each application, one at a time.
 *   <li>Every answer is checked, also that it shows all changes that were made before. The first wrong one ends it all.
 * </ol>
 */
public final class HttpBenchmark implements AutoCloseable {
    private static final int REQUESTS_ALONE = 100;

    private final HttpOptions options;
    private final PrintStream out;
    private final RedisServer redis = RedisServer.started();
    private final RedisClient client = RedisClient.create(redis.url());
    private final RedisCommands<String, String> questions = client.connect().sync();
    private final List<ShopProcess> shops = new ArrayList<>();
    private final List<Crowd> crowds = new ArrayList<>();

    private HttpBenchmark(HttpOptions options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    /** Runs it. */
    public static void run(String[] arguments, PrintStream out) throws Exception {
        HttpOptions options = HttpOptions.parse(arguments);
        HttpFigures figures;
        try (HttpBenchmark benchmark = new HttpBenchmark(options, out)) {
            try {
                benchmark.prepare();
                figures = benchmark.measure();
            } catch (IOException e) {
                throw new IOException(e.getMessage() + "\n" + benchmark.logs(), e);
            }
        }
        List<String> lines = new ArrayList<>();
        lines.add("%d rounds of %d s, %d clients with %d sessions each; clients, server and Redis on one machine: %s."
                .formatted(
                        options.rounds(),
                        options.seconds(),
                        options.threads(),
                        options.guests(),
                        Results.circumstances()));
        lines.add("");
        lines.addAll(figures.table());
        lines.forEach(out::println);
        Results.write("http.csv", figures.csv());
        if (options.isRecorded()) {
            Results.show(Results.DOCUMENT, "http", lines);
        }
    }

    private String logs() throws IOException {
        StringBuilder logs = new StringBuilder();
        for (ShopProcess shop : shops) {
            logs.append(shop.kind()).append(" says:\n").append(shop.log());
        }
        return logs.toString();
    }

    private void prepare() throws Exception {
        for (ShopKind kind : options.shops()) {
            ShopProcess shop = ShopProcess.start(kind, redis.url(), options.isProfiled());
            shops.add(shop);
            Crowd crowd = new Crowd(kind, shop.port(), options.threads(), options.guests());
            crowds.add(crowd);
            crowd.fill();
            for (HttpCase what : HttpCase.values()) {
                crowd.run(what, options.warmUpSeconds());
            }
            crowd.check();
            out.println("ready: " + kind.title());
        }
    }

    private HttpFigures measure() throws Exception {
        HttpFigures figures = new HttpFigures();
        for (int round = 1; round <= options.rounds(); round++) {
            for (HttpCase what : HttpCase.values()) {
                for (int i = 0; i < shops.size(); i++) {
                    figures.add(measure(round, what, shops.get(i), crowds.get(i)));
                }
            }
            out.println("round " + round + " of " + options.rounds());
        }
        for (HttpCase what : HttpCase.values()) {
            for (int i = 0; i < shops.size(); i++) {
                figures.addTrips(what, shops.get(i).kind(), trips(what, crowds.get(i)));
            }
        }
        return figures;
    }

    private HttpFigures.Round measure(int round, HttpCase what, ShopProcess shop, Crowd crowd) throws Exception {
        long commandsBefore = commands();
        long processorBefore = shop.processorNanos();
        long start = System.nanoTime();
        long requests = crowd.run(what, options.seconds());
        double seconds = (System.nanoTime() - start) / 1e9;
        long processor = shop.processorNanos() - processorBefore;
        long commands = commands() - commandsBefore - 1; // one of the two questions is counted
        crowd.check();
        return new HttpFigures.Round(
                round, what, shop.kind(), requests / seconds, processor / 1e3 / requests, (double) commands / requests);
    }

    /** Of one guest alone, so that each time Redis reads something is a trip. The first request of its kind is not. */
    private double trips(HttpCase what, Crowd crowd) throws IOException {
        crowd.runAlone(what, 1);
        long before = statistic("total_reads_processed");
        crowd.runAlone(what, REQUESTS_ALONE);
        return (double) (statistic("total_reads_processed") - before - 1) / REQUESTS_ALONE;
    }

    private long commands() {
        return statistic("total_commands_processed");
    }

    private long statistic(String name) {
        return questions
                .info("stats")
                .lines()
                .filter(line -> line.startsWith(name + ":"))
                .mapToLong(line ->
                        Long.parseLong(line.substring(line.indexOf(':') + 1).strip()))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() throws Exception {
        for (Crowd crowd : crowds) {
            crowd.close();
        }
        for (ShopProcess shop : shops) {
            shop.close();
        }
        client.close();
        redis.close();
    }
}
