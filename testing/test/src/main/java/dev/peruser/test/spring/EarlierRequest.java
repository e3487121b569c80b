package dev.peruser.test.spring;

import dev.peruser.PerUser;
import dev.peruser.UserSession;
import dev.peruser.Visitor;
import dev.peruser.servlet.GuestCookie;
import dev.peruser.servlet.PerUserFilter;
import dev.peruser.servlet.RequestVisit;
import dev.peruser.test.TestStore;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.context.WebApplicationContext;

/** A guest's request that went through PerUser's filter before the one of the test, with the application's PerUser. */
final class EarlierRequest {
    private final PerUser perUser;
    private final TestStore store;
    private final GuestCookie cookie;

    private EarlierRequest(PerUser perUser, TestStore store, GuestCookie cookie) {
        this.perUser = perUser;
        this.store = store;
        this.cookie = cookie;
    }

    static EarlierRequest in(WebApplicationContext application) {
        return new EarlierRequest(
                application.getBean(PerUser.class),
                application.getBeanProvider(TestStore.class).getIfAvailable(TestStore::new),
                application.getBeanProvider(GuestCookie.class).getIfAvailable(GuestCookie::standard));
    }

    /** Returns the cookies that the answer sets. */
    List<Cookie> of(MockHttpServletRequest next, List<Cookie> presented, List<Consumer<UserSession>> works) {
        MockHttpServletRequest request = new MockHttpServletRequest(next.getServletContext(), "GET", "/");
        request.setSecure(next.isSecure());
        request.setScheme(next.getScheme());
        request.setCookies(presented.toArray(Cookie[]::new));
        MockHttpServletResponse response = new MockHttpServletResponse();
        store.withoutCounting(() -> send(request, response, works));
        if (response.getStatus() != HttpServletResponse.SC_OK) {
            throw new IllegalStateException("the guest's session could not be saved before the request, because the"
                    + " store failed: tell it to fail after the session was prepared");
        }
        return ours(List.of(response.getCookies()));
    }

    private void send(
            MockHttpServletRequest request, MockHttpServletResponse response, List<Consumer<UserSession>> works) {
        PerUserFilter filter = PerUserFilter.builder(perUser)
                .visitors(anybody -> Visitor.guest())
                .cookie(cookie)
                .build();
        FilterChain application = (dispatched, answer) -> {
            UserSession session = RequestVisit.of(dispatched).orElseThrow().session();
            works.forEach(work -> work.accept(session));
        };
        try {
            filter.doFilter(request, response, application);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ServletException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Those that PerUser's filter has set. */
    List<Cookie> ours(List<Cookie> cookies) {
        return cookies.stream()
                .filter(each -> cookie.isOneOfThese(each.getName()))
                .toList();
    }
}
