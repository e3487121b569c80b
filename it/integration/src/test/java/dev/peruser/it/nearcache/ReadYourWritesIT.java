package dev.peruser.it.nearcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.PerUser;
import dev.peruser.it.servers.RedisUnderTest;
import dev.peruser.nearcache.NearCachedSessionStore;
import dev.peruser.servlet.GuestHeader;
import dev.peruser.store.InMemorySessionStore;
import dev.peruser.store.SessionStore;
import dev.peruser.store.redis.RedisSessionStore;
import io.lettuce.core.RedisURI;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * A browser with one cookie jar, on two servers that hold copies: of 10,000 reads, each has everything that was
 * acknowledged before it was sent, while up to four requests are under way at once.
 */
class ReadYourWritesIT {
    private static final int READS = Integer.getInteger("peruser.test.reads", 10_000);

    private final HttpClient client =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    private final HttpClient clientWithoutCookies = HttpClient.newHttpClient();

    @Test
    void storeThatTellsOfNoChanges() throws Exception {
        InMemorySessionStore store = new InMemorySessionStore();
        check(cached(store), cached(store), new Browser(), READS);
    }

    @Test
    void clientWithoutCookies_thatKeepsTheHeader() throws Exception {
        InMemorySessionStore store = new InMemorySessionStore();
        check(cached(store), cached(store), new App(), READS / 5);
    }

    @Test
    void redis_thatTellsOfChanges() throws Exception {
        RedisURI address = RedisURI.create(RedisUnderTest.url());
        String prefix = RedisUnderTest.newPrefix();
        try (NearCachedSessionStore one =
                        cached(RedisSessionStore.builder(address).prefix(prefix).build());
                NearCachedSessionStore other =
                        cached(RedisSessionStore.builder(address).prefix(prefix).build())) {
            check(one, other, new Browser(), READS);
        }
    }

    private static NearCachedSessionStore cached(SessionStore store) {
        return NearCachedSessionStore.builder(store).build();
    }

    private void check(NearCachedSessionStore one, NearCachedSessionStore other, Sender sender, int reads)
            throws Exception {
        try (CartServer here = new CartServer(PerUser.builder(one).build());
                CartServer there = new CartServer(PerUser.builder(other).build())) {
            Shopper shopper = new Shopper(List.of(here.address(), there.address()), sender);
            while (shopper.reads < reads) {
                shopper.goOn();
            }
        }
    }

    /** Sends requests, and keeps what the answers tell of what was seen. */
    private interface Sender {
        CompletableFuture<HttpResponse<String>> send(HttpRequest.Builder request);
    }

    private final class Browser implements Sender {
        @Override
        public CompletableFuture<HttpResponse<String>> send(HttpRequest.Builder request) {
            return client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    private final class App implements Sender {
        private final Map<String, String> kept = new ConcurrentHashMap<>();

        @Override
        public CompletableFuture<HttpResponse<String>> send(HttpRequest.Builder request) {
            String value = kept.entrySet().stream().map(Object::toString).collect(Collectors.joining(", "));
            return clientWithoutCookies
                    .sendAsync(
                            request.header(GuestHeader.STANDARD_NAME, value.isEmpty() ? "new" : value)
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .thenApply(this::keep);
        }

        private HttpResponse<String> keep(HttpResponse<String> answer) {
            assertThat(answer.headers().allValues("Set-Cookie")).isEmpty();
            for (String line : answer.headers().allValues(GuestHeader.STANDARD_NAME)) {
                for (String item : line.split(", ", -1)) {
                    String[] parts = item.split("=", 2);
                    if (parts[1].isEmpty()) {
                        kept.remove(parts[0]);
                    } else {
                        kept.put(parts[0], parts[1]);
                    }
                }
            }
            return answer;
        }
    }

    /** Sends writes and reads to either server, some at once. */
    private final class Shopper {
        private final List<URI> servers;
        private final Sender sender;
        private final Random random = new Random(1);
        private final List<String> acknowledged = new ArrayList<>();
        private int items;
        private int reads;

        Shopper(List<URI> servers, Sender sender) {
            this.servers = servers;
            this.sender = sender;
        }

        private HttpRequest.Builder request(String query) {
            URI server = servers.get(random.nextInt(servers.size()));
            return HttpRequest.newBuilder(server.resolve(query)).header("X-User", "ada");
        }

        private CompletableFuture<HttpResponse<String>> send(HttpRequest.Builder request) {
            return sender.send(request);
        }

        void goOn() {
            List<CompletableFuture<?>> underWay = new ArrayList<>();
            List<String> sent = new ArrayList<>();
            List<String> expected = List.copyOf(acknowledged);
            for (int writes = random.nextInt(3); writes > 0; writes--) {
                String item = "item" + items++;
                sent.add(item);
                underWay.add(send(request("?item=" + item).POST(HttpRequest.BodyPublishers.noBody()))
                        .thenAccept(answer -> assertThat(answer.statusCode()).isEqualTo(200)));
            }
            for (int reading = 1 + random.nextInt(2); reading > 0; reading--) {
                reads++;
                underWay.add(send(request(""))
                        .thenAccept(
                                answer -> assertThat(answer.body().split(",")).containsAll(expected)));
            }
            underWay.forEach(CompletableFuture::join);
            acknowledged.addAll(sent);
            if (acknowledged.size() > 40) {
                send(request("").DELETE()).join();
                acknowledged.clear();
            }
        }
    }
}
