package dev.peruser.test.spring;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.web.servlet.HandlerInterceptor;

/** Notices that a request reached its controller past the filter that makes its {@link EarlierSession}. */
final class EarlierSessionCheck implements HandlerInterceptor {

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (EarlierSession.of(request).isPresent()) {
            throw new IllegalStateException("withSession(…) had no effect, because this MockMvc has no filters:"
                    + " leave addFilters of @AutoConfigureMockMvc at true, or add the filters of the application,"
                    + " perUserEarlierSessionFilter the last");
        }
        return true;
    }
}
