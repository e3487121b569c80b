package dev.peruser.test.spring;

import dev.peruser.store.Deadline;
import dev.peruser.store.EnumerableSessionStore;
import dev.peruser.store.InMemorySessionStore;
import dev.peruser.store.KeyPage;
import dev.peruser.store.SessionKey;
import dev.peruser.test.TestStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestExecutionListener;

/**
 * Lets no test see what another has left in the application context that they share: each begins with counts of 0 and
 * without faults; and sessions that are in memory, because the test said nothing else, are forgotten after it.
 */
final class FreshStore implements TestExecutionListener {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int PAGE = 1_000;

    /** The bean of a store that the application has not declared itself. */
    private static final String STORE = "perUserSessionStore";

    @Override
    public void beforeTestMethod(TestContext test) {
        forTestStore(test, TestStore::reset);
    }

    /** What is made before each test is prepared for it. */
    @Override
    public void beforeTestExecution(TestContext test) {
        forTestStore(test, TestStore::forgetCounts);
    }

    @Override
    public void afterTestMethod(TestContext test) {
        forTestStore(test, TestStore::reset);
        if (test.hasApplicationContext()
                && test.getApplicationContext() instanceof ConfigurableApplicationContext application
                && application.getBeanFactory().getSingleton(STORE) instanceof InMemorySessionStore store) {
            forget(store);
        }
    }

    private static void forTestStore(TestContext test, Consumer<TestStore> work) {
        if (test.hasApplicationContext()) {
            test.getApplicationContext().getBeanProvider(TestStore.class).ifAvailable(work);
        }
    }

    private static void forget(EnumerableSessionStore store) {
        Deadline deadline = Deadline.after(PATIENCE);
        List<SessionKey> keys;
        do {
            KeyPage page = store.keys(Optional.empty(), PAGE, deadline);
            keys = page.keys();
            keys.forEach(key ->
                    store.load(key, deadline).ifPresent(session -> store.delete(key, session.version(), deadline)));
        } while (keys.size() >= PAGE);
    }
}
