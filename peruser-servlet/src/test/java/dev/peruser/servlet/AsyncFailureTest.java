package dev.peruser.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.PerUser;
import dev.peruser.store.tck.faults.FailingSessionStore;
import jakarta.servlet.AsyncContext;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Asynchronous work whose session can't be saved ends once, by the thread that found it or by that of the dispatch. */
class AsyncFailureTest {
    private static final Logger LOGGER = Logger.getLogger("dev.peruser.servlet");

    private final FailingSessionStore store = FailingSessionStore.inMemory();
    private final CountDownLatch failed = new CountDownLatch(1);
    private final CountDownLatch answered = new CountDownLatch(1);
    private final CompletableFuture<String> work = new CompletableFuture<>();
    private final Handler whenItFails = new Handler() {
        @Override
        public void publish(LogRecord record) {
            failed.countDown();
            await(answered); // as long as it may take, if another thread gives the answer meanwhile
        }

        @Override
        public void flush() {
            // nothing is kept
        }

        @Override
        public void close() {
            // nothing is open
        }
    };
    private TestServer server;

    private static void await(CountDownLatch latch) {
        try {
            var unused = latch.await(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterEach
    void stop() throws Exception {
        LOGGER.removeHandler(whenItFails);
        server.close();
    }

    @Test
    void failureThatIsFound_whileTheDispatchEnds_isAnsweredOnce_andTheWorkHearsNothing() throws Exception {
        server = new TestServer(PerUser.builder(store).build(), VisitorResolver.containerPrincipal())
                .on(
                        "/read",
                        (request, response, session) -> response.getWriter().print(session.list("l")))
                .on("/work", (request, response, session) -> {
                    AsyncContext async = request.startAsync();
                    async.start(() -> {
                        session.list("l").add("work");
                        try {
                            async.complete();
                            work.complete("nothing");
                        } catch (RuntimeException e) {
                            work.complete(e.toString());
                            throw e;
                        }
                    });
                    await(failed);
                })
                .start();
        LOGGER.addHandler(whenItFails);
        TestServer.Client client = server.client();
        store.onCalls().fail();
        assertThat(client.get("/work").statusCode()).isEqualTo(503);
        answered.countDown();
        assertThat(work.get(10, TimeUnit.SECONDS)).isEqualTo("nothing");
        store.recover();
        assertThat(client.get("/read").body()).isEqualTo("[]");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void workThatGoesOn_afterItsFailureIsAnswered_writesNowhere(boolean isText) throws Exception {
        CountDownLatch next = new CountDownLatch(1);
        server = new TestServer(PerUser.builder(store).build(), VisitorResolver.containerPrincipal())
                .on(
                        "/read",
                        (request, response, session) -> response.getWriter().print(session.list("l")))
                .on("/work", (request, response, session) -> {
                    AsyncContext async = request.startAsync();
                    async.start(() -> {
                        session.list("l").add("work");
                        try {
                            write("x".repeat(100_000), isText, async); // fails, and so the work is over
                            await(next);
                            write("x", isText, async);
                            write("x".repeat(100_000), isText, async);
                            async.complete();
                            work.complete("nothing");
                        } catch (RuntimeException | IOException e) {
                            work.complete(e.toString());
                        }
                    });
                })
                .start();
        TestServer.Client client = server.client();
        store.onCalls().fail();
        assertThat(client.get("/work").statusCode()).isEqualTo(503);
        store.recover();
        // The container has given the connection, and what it keeps for a request, to this one.
        assertThat(client.get("/read").body()).isEqualTo("[]");
        next.countDown();
        assertThat(work.get(10, TimeUnit.SECONDS)).isEqualTo("nothing");
        assertThat(client.get("/read").body()).isEqualTo("[]");
    }

    private static void write(String text, boolean isText, AsyncContext async) throws IOException {
        if (isText) {
            async.getResponse().getWriter().print(text);
        } else {
            async.getResponse().getOutputStream().print(text);
        }
    }
}
