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

    @Test
    void whoWaitedForTheirTurn_loadsFirst_insteadOfASaveThatMustFail() throws Exception {
        HookStore store = new HookStore(new InMemorySessionStore());
        TestEngine engine = new TestEngine(store, builder -> builder.deadline(Duration.ofSeconds(20)));
        TestEngine.Browser ada = engine.browser().signIn("ada");
        ada.request(session -> session.put("earlier", 1));
        Visit waiting = ada.begin();
        waiting.session().put("second", 2);
        Thread second = new Thread(waiting::commit);
        Visit first = ada.begin();
        first.session().put("first", 1);
        store.trace.clear();
        store.before(store.calls, () -> {
            second.start();
            await().until(() -> second.getState() == Thread.State.TIMED_WAITING);
        });
        first.commit();
        second.join();
        assertThat(store.trace).containsExactly("save u::ad", "load u::ad", "save u::ad");
        ada.request(session -> assertThat(session.names()).containsExactlyInAnyOrder("earlier", "first", "second"));
    }

    @Test
    void whoWaitedForARequestWhoseFirstAttemptFailed_losesNothing() throws Exception {
        HookStore store = new HookStore(new InMemorySessionStore());
        TestEngine engine = new TestEngine(store, builder -> builder.deadline(Duration.ofSeconds(20)));
        TestEngine.Browser ada = engine.browser().signIn("ada");
        ada.request(session -> session.put("earlier", 1));
        Visit waiting = ada.begin();
        waiting.session().put("second", 2);
        Thread second = new Thread(waiting::commit);
        Visit first = ada.begin();
        first.session().put("first", 1);
        store.trace.clear();
        store.crashAt = store.calls;
        store.stayDown = false;
        store.before(store.calls, () -> {
            second.start();
            await().until(() -> second.getState() == Thread.State.TIMED_WAITING);
        });
        try {
            first.commit(); // the store is down for one call; the commit finds out and tries again
        } finally {
            second.join();
        }
        ada.request(session -> assertThat(session.names()).containsExactlyInAnyOrder("earlier", "first", "second"));
    }
}
