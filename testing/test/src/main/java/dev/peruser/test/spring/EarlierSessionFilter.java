package dev.peruser.test.spring;

import dev.peruser.test.TestStore;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;

/** Makes the {@link EarlierSession} of a request that has one. It doesn't count as written. */
final class EarlierSessionFilter implements Filter {
    private final TestStore store;

    EarlierSessionFilter(TestStore store) {
        this.store = store;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        EarlierSession.of(request).ifPresent(earlier -> store.withoutCounting(() -> earlier.make(request)));
        chain.doFilter(request, response);
    }
}
