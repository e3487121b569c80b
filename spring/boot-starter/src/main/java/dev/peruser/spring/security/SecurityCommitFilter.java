package dev.peruser.spring.security;

import dev.peruser.servlet.RequestVisit;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The innermost place at which all of a filter chain's work on the security context is to be seen. Says by which rules
 * the visitor is known, carries a guest's session into the account of whom the request brings along, and saves while
 * the principal is still there: behind this filter Spring Security clears its context.
 */
final class SecurityCommitFilter implements Filter {
    private final SecurityRules rules;

    SecurityCommitFilter(SecurityRules rules) {
        this.rules = rules;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        @Nullable Object before = rules.enter(request);
        try {
            RequestVisit.of(request).ifPresent(RequestVisit::principalArrived);
            chain.doFilter(request, response);
        } finally {
            if (!request.isAsyncStarted()) {
                RequestVisit.of(request).ifPresent(RequestVisit::principalLeaves);
            }
            SecurityVisitors.remember(rules, request);
            SecurityRules.leave(request, before);
        }
    }
}
