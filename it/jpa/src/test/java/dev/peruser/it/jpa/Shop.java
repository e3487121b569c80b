package dev.peruser.it.jpa;

import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The application, running, with ways to visit it by many at once. */
final class Shop implements AutoCloseable {
    /** HikariCP's own default. */
    private static final int POOL = 10;

    private final ConfigurableApplicationContext context;
    private final HttpClient client = HttpClient.newHttpClient();

    private Shop(ConfigurableApplicationContext context) {
        this.context = context;
    }

    static Shop open(Place place, String... properties) {
        List<String> arguments = new ArrayList<>(List.of(
                "--server.port=0",
                "--spring.main.banner-mode=off",
                "--spring.jpa.hibernate.ddl-auto=update",
                "--peruser.jdbc.table=" + place.table()));
        arguments.addAll(place.properties());
        for (String property : properties) {
            arguments.add("--" + property);
        }
        Shop shop = new Shop(new SpringApplicationBuilder(ShopApplication.class)
                .web(WebApplicationType.SERVLET)
                .run(arguments.toArray(String[]::new)));
        shop.fill();
        return shop;
    }

    private void fill() {
        JdbcClient sql = context.getBean(JdbcClient.class);
        if (sql.sql("SELECT count(*) FROM product").query(Integer.class).single() == 0) {
            sql.sql("INSERT INTO product (id, name) VALUES (1, 'tea')").update();
        }
    }

    /** Visitors who have a session already. */
    List<String> visitors(int number) {
        return IntStream.range(0, number)
                .mapToObj(visitor -> client.sendAsync(request("/session", ""), HttpResponse.BodyHandlers.discarding()))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .map(response -> response.headers().firstValue("Set-Cookie").orElseThrow())
                .map(cookie -> cookie.substring(0, cookie.indexOf(';')))
                .toList();
    }

    /** All of them ask for the page at once. */
    Answers visit(List<String> visitors, String path) {
        long start = System.nanoTime();
        List<Duration> times = Collections.synchronizedList(new ArrayList<>());
        List<CompletableFuture<Integer>> requests = visitors.stream()
                .map(visitor -> client.sendAsync(request(path, visitor), HttpResponse.BodyHandlers.ofString())
                        .thenApply(response -> {
                            times.add(Duration.ofNanos(System.nanoTime() - start));
                            return response.statusCode();
                        }))
                .toList();
        List<Integer> statuses = requests.stream().map(CompletableFuture::join).toList();
        return new Answers(
                statuses.stream()
                        .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting())),
                Collections.max(times));
    }

    /** Requests of others that are under way. */
    CompletableFuture<Void> begin(int requests, String path) {
        return CompletableFuture.allOf(IntStream.range(0, requests)
                .mapToObj(number -> client.sendAsync(request(path, ""), HttpResponse.BodyHandlers.discarding()))
                .toArray(CompletableFuture<?>[]::new));
    }

    void untilAllConnectionsAreHeld() {
        HikariPoolMXBean pool = context.getBean(HikariDataSource.class).getHikariPoolMXBean();
        await().until(() -> pool.getActiveConnections() == POOL);
    }

    private HttpRequest request(String path, String cookie) {
        int port = ((WebServerApplicationContext) context).getWebServer().getPort();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
        return (cookie.isEmpty() ? request : request.header("Cookie", cookie)).build();
    }

    @Override
    public void close() {
        context.close();
    }

    /**
     * What was answered.
     *
     * @param statuses how often which status
     * @param slowest how long the slowest took
     */
    record Answers(Map<Integer, Long> statuses, Duration slowest) {}
}
