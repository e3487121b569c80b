package dev.peruser.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.PerUser;
import dev.peruser.store.tck.faults.FailingSessionStore;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a failing store costs beside the store's own time. */
class StoreFailureTest {
    private static final Logger LOGGER = Logger.getLogger("dev.peruser.servlet");

    private final FailingSessionStore store = FailingSessionStore.inMemory();
    private final List<LogRecord> records = new CopyOnWriteArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord record) {
            records.add(record);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };
    private TestServer server;

    @BeforeEach
    void start() throws Exception {
        server = new TestServer(PerUser.builder(store).build(), TestServer::visitor);
        server.on("/add", (request, response, session) -> session.list("l").add("x"));
        server.on(
                "/error",
                (request, response, session) -> response.getWriter()
                        .print("page, items: " + session.list("l").size()));
        server.start();
        LOGGER.addHandler(handler);
    }

    @AfterEach
    void stop() throws Exception {
        LOGGER.removeHandler(handler);
        server.close();
    }

    @Test
    void storeDown_eachRequestIsLogged_butNotEachWithAStackTrace() throws Exception {
        TestServer.Client client = server.client();
        client.get("/add");
        store.onCalls().fail();
        long start = System.nanoTime();
        int requests = 30;
        for (int request = 0; request < requests; request++) {
            assertThat(client.get("/add").statusCode()).isEqualTo(503);
        }
        long seconds = (System.nanoTime() - start) / 1_000_000_000;
        assertThat(records)
                .hasSize(requests)
                .allSatisfy(record -> assertThat(record.getMessage()).contains("answered with 503"));
        assertThat(records.stream().filter(record -> record.getThrown() != null))
                .hasSizeBetween(1, 2 + (int) seconds);
    }

    @Test
    void errorPageThatNeedsTheDeadStore_isNoPage_but503() throws Exception {
        TestServer.Client client = server.client();
        client.get("/add");
        assertThat(client.get("/missing").body()).isEqualTo("page, items: 1");
        store.onCalls().fail();
        for (String path : List.of("/add", "/missing")) {
            HttpResponse<String> response = client.get(path);
            assertThat(response.statusCode()).isEqualTo(503);
            assertThat(response.body()).isEmpty();
        }
        assertThat(records).as("once for each request").hasSize(2);
        store.recover();
        assertThat(client.get("/missing").statusCode()).isEqualTo(404);
    }

    @Test
    void storeDown_whileAUserFirstUsesTheSession_leavesTheGuestsDataToThatUser() throws Exception {
        TestServer.Client client = server.client();
        client.get("/add");
        store.onCalls().fail();
        assertThat(client.get("/add", "X-User", "ada").statusCode()).isEqualTo(503);
        store.recover();
        assertThat(client.get("/missing", "X-User", "eve").body()).isEqualTo("page, items: 0");
        assertThat(client.get("/missing", "X-User", "ada").body()).isEqualTo("page, items: 1");
    }
}
