package dev.peruser.it.nearcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.PerUser;
import dev.peruser.it.servers.RedisUnderTest;
import dev.peruser.nearcache.NearCachedSessionStore;
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
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * A browser with one cookie jar, on two servers that hold copies: of 10,000 reads, each has everything that was
 * acknowledged before it was sent, while up to four requests are under way at once.
 */
class ReadYourWritesIT {
    private static final int READS = Integer.getInteger("peruser.test.reads", 10_000);

    private final HttpClient client =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

    @Test
    void storeThatTellsOfNoChanges() throws Exception {
        InMemorySessionStore store = new InMemorySessionStore();
        check(cached(store), cached(store));
    }

    @Test
    void redis_thatTellsOfChanges() throws Exception {
        RedisURI address = RedisURI.create(RedisUnderTest.url());
        String prefix = RedisUnderTest.newPrefix();
        try (NearCachedSessionStore one =
                        cached(RedisSessionStore.builder(address).prefix(prefix).build());
                NearCachedSessionStore other =
                        cached(RedisSessionStore.builder(address).prefix(prefix).build())) {
            check(one, other);
        }
    }

    private static NearCachedSessionStore cached(SessionStore store) {
        return NearCachedSessionStore.builder(store).build();
    }

    private void check(NearCachedSessionStore one, NearCachedSessionStore other) throws Exception {
        try (CartServer here = new CartServer(PerUser.builder(one).build());
                CartServer there = new CartServer(PerUser.builder(other).build())) {
            Shopper shopper = new Shopper(List.of(here.address(), there.address()));
            while (shopper.reads < READS) {
                shopper.goOn();
            }
        }
    }

    /** Sends writes and reads to either server, some at once. */
    private final class Shopper {
        private final List<URI> servers;
        private final Random random = new Random(1);
        private final List<String> acknowledged = new ArrayList<>();
        private int items;
        private int reads;

        Shopper(List<URI> servers) {
            this.servers = servers;
        }

        private HttpRequest.Builder request(String query) {
            URI server = servers.get(random.nextInt(servers.size()));
            return HttpRequest.newBuilder(server.resolve(query)).header("X-User", "ada");
        }

        private CompletableFuture<HttpResponse<String>> send(HttpRequest.Builder request) {
            return client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString());
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
