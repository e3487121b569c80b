package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.peruser.store.InMemorySessionStore;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two requests of one process that save the same session at the same time. */
@Timeout(30)
class ContendedCommitTest {
    private static final int OTHERS = 1000;

    /** Spreads the hashes of the others' keys: if keys shared locks, some would share that of the save that hangs. */
    private static final int FAR_APART = 7_919;

    private final FaultyStore store = new FaultyStore(new InMemorySessionStore());
    private final TestEngine engine = new TestEngine(store, builder -> builder.deadline(Duration.ofSeconds(20)));
    private final TestEngine.Browser ada = engine.browser().signIn("ada");

    @Test
    void whoWaitedForTheirTurn_loadsFirst_insteadOfASaveThatMustFail() throws Exception {
        saveWhileAnotherWaits(() -> {});
        assertThat(store.trace).containsExactly("save u::ad", "load u::ad", "save u::ad");
        assertNothingIsLost();
    }

    @Test
    void whoWaitedForARequestWhoseFirstAttemptFailed_losesNothing() throws Exception {
        saveWhileAnotherWaits(() -> {
            store.failOnceAfter(0, false);
        });
        assertThat(store.trace)
                .as("the first attempt, its look, its second, then the other's")
                .hasSize(5);
        assertNothingIsLost();
    }

    @Test
    void whoSavesAnotherSession_waitsForNobody() throws Exception {
        ada.request(session -> session.put("earlier", 1));
        Visit hanging = ada.begin();
        hanging.session().put("first", 1);
        store.trace.clear();
        Thread others = new Thread(() -> {
            for (int i = 0; i < OTHERS; i++) {
                engine.browser().signIn("other" + FAR_APART * i).request(session -> session.put("second", 2));
            }
        });
        store.before(store.calls, () -> {
            others.start();
            join(others);
        });
        hanging.commit();
        assertThat(store.trace)
                .as("a load and a save for each, and the one that hung meanwhile")
                .hasSize(2 * OTHERS + 1);
        ada.request(session -> assertThat(session.names()).containsExactlyInAnyOrder("earlier", "first"));
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The second request comes to its lock while the first is in its save. */
    private void saveWhileAnotherWaits(Runnable trouble) throws Exception {
        ada.request(session -> session.put("earlier", 1));
        Visit waiting = ada.begin();
        waiting.session().put("second", 2);
        Thread second = new Thread(waiting::commit);
        Visit first = ada.begin();
        first.session().put("first", 1);
        store.trace.clear();
        trouble.run();
        store.before(store.calls, () -> {
            second.start();
            await().until(() -> second.getState() == Thread.State.TIMED_WAITING);
        });
        first.commit();
        second.join();
    }

    private void assertNothingIsLost() {
        ada.request(session -> assertThat(session.names()).containsExactlyInAnyOrder("earlier", "first", "second"));
    }
}
