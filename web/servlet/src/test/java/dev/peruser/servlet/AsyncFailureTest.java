package dev.peruser.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.PerUser;
import dev.peruser.store.tck.faults.FailingSessionStore;
import jakarta.servlet.AsyncContext;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Asynchronous work whose session can't be saved ends once, by whichever thread comes first; the other has no effect.
 */
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

    /** What asynchronous work does. */
    @FunctionalInterface
    private interface Work {
        void run(AsyncContext async, PrintWriter writer) throws IOException;
    }

    /** A server with such work, which the dispatch that begins it may leave to itself or wait for. */
    private TestServer.Client serve(Work program, boolean isAwaited) throws Exception {
        server = new TestServer(PerUser.builder(store).build(), VisitorResolver.containerPrincipal())
                .on(
                        "/read",
                        (request, response, session) -> response.getWriter().print(session.list("l")))
                .on("/work", (request, response, session) -> {
                    AsyncContext async = request.startAsync();
                    PrintWriter writer = response.getWriter();
                    async.start(() -> {
                        session.list("l").add("work");
                        try {
                            program.run(async, writer);
                            work.complete("nothing");
                        } catch (RuntimeException | IOException e) {
                            work.complete(e.toString());
                        }
                    });
                    if (isAwaited) {
                        await(failed);
                    }
                })
                .start();
        store.onCalls().fail();
        return server.client();
    }

    private void assertThatTheWorkHearsNothing_andTheNextRequestHasItsOwnAnswer(TestServer.Client client)
            throws Exception {
        assertThat(work.get(10, TimeUnit.SECONDS)).isEqualTo("nothing");
        store.recover();
        assertThat(client.get("/read").body()).isEqualTo("[]");
    }

    @Test
    void failureThatIsFound_whileTheDispatchEnds_isAnsweredOnce() throws Exception {
        TestServer.Client client = serve((async, writer) -> async.complete(), true);
        LOGGER.addHandler(whenItFails);
        assertThat(client.get("/work").statusCode()).isEqualTo(503);
        answered.countDown();
        assertThatTheWorkHearsNothing_andTheNextRequestHasItsOwnAnswer(client);
    }

    /** What work may do that doesn't know that its failure is answered. */
    private enum Further implements Work {
        WRITES((async, writer) -> writer.print("x")),
        WRITES_MUCH((async, writer) -> writer.print("x".repeat(100_000))),
        FLUSHES((async, writer) -> writer.flush()),
        ASKS_FOR_THE_RESPONSE((async, writer) -> async.getResponse().getWriter().print("x")),
        ASKS_FOR_THE_REQUEST((async, writer) -> async.getRequest()),
        RESETS((async, writer) -> async.getResponse().resetBuffer()),
        DISPATCHES((async, writer) -> async.dispatch("/read")),
        COMPLETES((async, writer) -> async.complete()),
        STARTS_MORE((async, writer) -> async.start(() -> {})),
        WAITS_LONGER((async, writer) -> async.setTimeout(1_000));

        private final Work work;

        Further(Work work) {
            this.work = work;
        }

        @Override
        public void run(AsyncContext async, PrintWriter writer) throws IOException {
            work.run(async, writer);
        }
    }

    @ParameterizedTest
    @EnumSource
    void workThatGoesOn_afterItsFailureIsAnswered_hasNoEffect(Further further) throws Exception {
        CountDownLatch next = new CountDownLatch(1);
        TestServer.Client client = serve(
                (async, writer) -> {
                    writer.print("x".repeat(100_000)); // fails, and so the request is over
                    await(next);
                    further.run(async, writer);
                },
                false);
        assertThat(client.get("/work").statusCode()).isEqualTo(503);
        // The container has given the connection, and what it keeps for a request, to the next one.
        assertThat(client.get("/nothing").statusCode()).isEqualTo(404);
        next.countDown();
        assertThatTheWorkHearsNothing_andTheNextRequestHasItsOwnAnswer(client);
    }
}
