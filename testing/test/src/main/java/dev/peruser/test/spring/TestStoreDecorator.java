package dev.peruser.test.spring;

import dev.peruser.spring.StoreDecorator;
import dev.peruser.store.SessionStore;
import dev.peruser.test.TestStore;
import org.springframework.core.Ordered;

/** The innermost: behind all that the application puts in front of its store. */
final class TestStoreDecorator implements StoreDecorator, Ordered {
    private final TestStore store;

    TestStoreDecorator(TestStore store) {
        this.store = store;
    }

    @Override
    public SessionStore decorate(SessionStore behind) {
        return store.inFrontOf(behind);
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }
}
