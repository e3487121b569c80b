package dev.peruser.spring;

import dev.peruser.servlet.RequestVisit;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;

/** Saves the session while the principal is still to be seen: behind this filter Spring Security clears its context. */
final class SecurityCommitFilter implements Filter {

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        try {
            chain.doFilter(request, response);
        } finally {
            if (!request.isAsyncStarted()) {
                RequestVisit.of(request).ifPresent(RequestVisit::commit);
            }
        }
    }
}
