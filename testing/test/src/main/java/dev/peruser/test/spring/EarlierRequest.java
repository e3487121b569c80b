package dev.peruser.test.spring;

import dev.peruser.PerUser;
import dev.peruser.UserSession;
import dev.peruser.Visitor;
import dev.peruser.servlet.GuestCookie;
import dev.peruser.servlet.GuestHeader;
import dev.peruser.servlet.PerUserFilter;
import dev.peruser.servlet.PerUserFilterBuilder;
import dev.peruser.servlet.RequestVisit;
import dev.peruser.test.TestStore;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.context.WebApplicationContext;

/** A guest's request that went through PerUser's filter before the one of the test, with the application's PerUser. */
final class EarlierRequest {
    private final PerUser perUser;
    private final TestStore store;
    private final GuestCookie cookie;
    private final Optional<GuestHeader> header;

    private EarlierRequest(PerUser perUser, TestStore store, GuestCookie cookie, Optional<GuestHeader> header) {
        this.perUser = perUser;
        this.store = store;
        this.cookie = cookie;
        this.header = header;
    }

    static EarlierRequest in(WebApplicationContext application) {
        return new EarlierRequest(
                application.getBean(PerUser.class),
                application.getBeanProvider(TestStore.class).getIfAvailable(TestStore::new),
                application.getBeanProvider(GuestCookie.class).getIfAvailable(GuestCookie::standard),
                Optional.ofNullable(
                        application.getBeanProvider(GuestHeader.class).getIfAvailable()));
    }

    /** Returns what the answer tells. */
    KeptTokens.Told of(MockHttpServletRequest next, KeptTokens kept, List<Consumer<UserSession>> works) {
        MockHttpServletRequest request = new MockHttpServletRequest(next.getServletContext(), "GET", "/");
        request.setSecure(next.isSecure());
        request.setScheme(next.getScheme());
        present(kept, request);
        MockHttpServletResponse response = new MockHttpServletResponse();
        store.withoutCounting(() -> send(request, response, works));
        if (response.getStatus() != HttpServletResponse.SC_OK) {
            throw new IllegalStateException("the guest's session could not be saved before the request, because the"
                    + " store failed: tell it to fail after the session was prepared");
        }
        return told(response);
    }

    /** The request presents what a browser keeps, beside what the test has given it. */
    void present(KeptTokens kept, MockHttpServletRequest request) {
        List<Cookie> presented = new ArrayList<>();
        if (request.getCookies() != null) {
            presented.addAll(List.of(request.getCookies()));
        }
        presented.addAll(kept.cookies());
        request.setCookies(presented.toArray(Cookie[]::new));
        header.ifPresent(known -> kept.header().ifPresent(value -> request.addHeader(known.name(), value)));
    }

    private void send(
            MockHttpServletRequest request, MockHttpServletResponse response, List<Consumer<UserSession>> works) {
        PerUserFilterBuilder builder = PerUserFilter.builder(perUser)
                .visitors(anybody -> Visitor.guest())
                .cookie(cookie);
        header.ifPresent(builder::guestHeader);
        PerUserFilter filter = builder.build();
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

    /** What PerUser's filter tells by an answer. */
    KeptTokens.Told told(MockHttpServletResponse response) {
        List<Cookie> cookies = Stream.of(response.getCookies())
                .filter(each -> cookie.isOneOfThese(each.getName()))
                .toList();
        return new KeptTokens.Told(
                cookies, header.map(known -> response.getHeaders(known.name())).orElse(List.of()));
    }
}
