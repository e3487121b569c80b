package dev.peruser.it.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import com.zaxxer.hikari.HikariDataSource;
import dev.peruser.PerUser;
import dev.peruser.UserSession;
import dev.peruser.it.Browser;
import dev.peruser.it.DatabasePool;
import dev.peruser.it.servers.CountingSocketFactory;
import dev.peruser.it.servers.PostgresServer;
import dev.peruser.it.servers.RedisServer;
import dev.peruser.store.InMemorySessionStore;
import dev.peruser.store.SessionStore;
import dev.peruser.store.jdbc.JdbcSessionStore;
import dev.peruser.store.redis.RedisSessionStore;
import io.lettuce.core.RedisURI;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The limits in docs/evidence/performance.md: what a request allocates, decodes, and sends and receives. None of it
 * depends on the clock or on what else the machine does. With {@code -Dperuser.limits.write=true} what is measured, and
 * a margin, becomes the table.
 */
@Tag("timed")
class RequestLimitsIT {
    private static final Path PAGE = Markdown.root().resolve("docs/evidence/performance.md");
    private static final String TABLE = "<!-- table:limits -->";
    private static final int ALLOCATION_MARGIN = 25;
    private static final int BYTES_MARGIN = 10;

    private static final int ROUNDS = 60;
    private static final int REQUESTS_OF_A_ROUND = 500;
    private static final int REQUESTS_ON_A_SERVER = 100;

    /** The first changes of an attribute are looked at more closely: whether a part of it is computed. */
    private static final int FIRST_CHANGES = 8;

    private final Map<String, Work> requests = new LinkedHashMap<>();

    RequestLimitsIT() {
        requests.put("does not use the session", (session, number) -> {});
        requests.put("reads one attribute", (session, number) -> session.get(CountedCart.NOTES.get(0)));
        requests.put("reads two attributes", (session, number) -> {
            session.get(CountedCart.CART);
            session.get(CountedCart.NOTES.get(0));
        });
        requests.put(
                "puts a small one",
                (session, number) -> session.put(CountedCart.SMALL, CountedCart.noteOf("/products/" + number)));
        requests.put(
                "changes one cart line in place",
                (session, number) -> session.get(CountedCart.CART).change(number));
        requests.put(
                "updates one cart line",
                (session, number) -> session.update(CountedCart.CART, cart -> cart.change(number)));
    }

    /** What a request does with the session; the number is another one in each. */
    @FunctionalInterface
    private interface Work {
        void in(UserSession session, int number);
    }

    @Test
    void requests_keepWithinTheLimits() throws Exception {
        Map<String, List<Long>> measured = new LinkedHashMap<>();
        requests.keySet().forEach(request -> measured.put(request, new ArrayList<>()));
        measureInMemory(measured);
        measureOnRedis(measured);
        measureOnPostgresql(measured);
        if (Boolean.getBoolean("peruser.limits.write")) {
            write(measured);
        }
        List<List<String>> table = Markdown.read(PAGE).table("limits");
        assertThat(table.stream().map(row -> row.get(0))).containsExactlyElementsOf(requests.keySet());
        for (List<String> row : table) {
            List<Long> figures = measured.get(row.get(0));
            assertThat(figures.get(0)).as("%s: attributes decoded", row.get(0)).isEqualTo(limit(row, 1));
            assertThat(figures.get(1)).as("%s: bytes allocated", row.get(0)).isLessThanOrEqualTo(limit(row, 2));
            assertThat(figures.get(2)).as("%s: bytes on Redis", row.get(0)).isLessThanOrEqualTo(limit(row, 3));
            assertThat(figures.get(3)).as("%s: bytes on PostgreSQL", row.get(0)).isLessThanOrEqualTo(limit(row, 4));
        }
    }

    /** However the table is written anew: this is what was promised. */
    @Test
    void aCartLineThatIsChangedInPlace_mayNeverAllocateMoreThan25KB() {
        List<List<String>> table = Markdown.read(PAGE).table("limits");
        assertThat(table.stream().filter(row -> row.get(0).equals("changes one cart line in place")))
                .singleElement()
                .satisfies(row -> assertThat(limit(row, 2)).isLessThanOrEqualTo(25 * 1024));
    }

    private static long limit(List<String> row, int column) {
        return Long.parseLong(row.get(column).replace(",", ""));
    }

    // ---- measuring

    /** A person whose session is filled, and whose requests differ. */
    private static final class Person {
        private final Browser browser;
        private int number;

        Person(SessionStore store) {
            PerUser perUser = CountedCart.declare(PerUser.builder(store)).build();
            this.browser = new Browser(perUser).signIn("somebody");
            browser.request(CountedCart::fill);
        }

        void request(Work work) {
            number++;
            browser.request(session -> work.in(session, number));
        }

        /** What something counts for each of so many requests. */
        long each(Work work, int times, LongSupplier count) {
            long before = count.getAsLong();
            for (int i = 0; i < times; i++) {
                request(work);
            }
            return (count.getAsLong() - before) / times;
        }
    }

    /**
     * Attributes decoded by one request; then bytes allocated by its thread, the fewest of many rounds, because code
     * that is not yet compiled allocates more.
     */
    private void measureInMemory(Map<String, List<Long>> measured) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Person person = new Person(new InMemorySessionStore());
        requests.forEach((name, work) -> {
            person.each(work, FIRST_CHANGES, () -> 0);
            measured.get(name).add(person.each(work, 1, CountedCart.DECODED::get));
            long fewest = Long.MAX_VALUE;
            for (int i = 0; i < ROUNDS; i++) {
                long bytes = person.each(work, REQUESTS_OF_A_ROUND, threads::getCurrentThreadAllocatedBytes);
                fewest = Math.min(fewest, bytes);
            }
            measured.get(name).add(fewest);
        });
    }

    private void measureOnRedis(Map<String, List<Long>> measured) {
        try (RedisServer server = RedisServer.started();
                RedisSessionStore store =
                        RedisSessionStore.builder(RedisURI.create(server.url())).build()) {
            Person person = new Person(store);
            requests.forEach((name, work) -> {
                person.request(work);
                long askedTwice = -networkBytes(server) + networkBytes(server);
                long bytes = -networkBytes(server);
                person.each(work, REQUESTS_ON_A_SERVER, () -> 0);
                bytes += networkBytes(server) - askedTwice;
                measured.get(name).add(Math.max(0, bytes) / REQUESTS_ON_A_SERVER);
            });
        }
    }

    /** What the server has received and sent so far. */
    private static long networkBytes(RedisServer server) {
        return server.command(commands -> commands.info("stats"))
                .lines()
                .filter(line -> line.matches("total_net_(in|out)put_bytes:.*"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
    }

    private void measureOnPostgresql(Map<String, List<Long>> measured) {
        try (HikariDataSource pool = DatabasePool.of(PostgresServer.newest().emptyDatabase())) {
            pool.setMaximumPoolSize(1);
            pool.addDataSourceProperty("socketFactory", CountingSocketFactory.class.getName());
            Person person = new Person(JdbcSessionStore.builder(pool).build());
            requests.forEach((name, work) -> {
                person.each(work, REQUESTS_ON_A_SERVER, () -> 0); // the driver prepares statements that come often
                measured.get(name)
                        .add(person.each(
                                work,
                                REQUESTS_ON_A_SERVER,
                                () -> CountingSocketFactory.sent() + CountingSocketFactory.received()));
            });
        }
    }

    // ---- writing

    private static void write(Map<String, List<Long>> measured) throws IOException {
        List<String> lines = Files.readAllLines(PAGE);
        int head = lines.indexOf(TABLE) + 1;
        int end = head + 2;
        while (end < lines.size() && lines.get(end).startsWith("|")) {
            end++;
        }
        List<String> written = new ArrayList<>(lines.subList(0, head + 2));
        measured.forEach((name, figures) -> written.add("| %s | %d | %,d | %,d | %,d |"
                .formatted(
                        name,
                        figures.get(0),
                        withMargin(figures.get(1), ALLOCATION_MARGIN),
                        withMargin(figures.get(2), BYTES_MARGIN),
                        withMargin(figures.get(3), BYTES_MARGIN))));
        written.addAll(lines.subList(end, lines.size()));
        Files.write(PAGE, written);
    }

    private static long withMargin(long measured, int percent) {
        return (measured * (100 + percent) + 999) / 1_000 * 10;
    }
}
