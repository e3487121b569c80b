package dev.peruser.benchmarks.sidebyside;

import dev.peruser.PerUser;
import dev.peruser.servlet.GuestCookie;
import dev.peruser.servlet.PerUserFilter;
import dev.peruser.servlet.RequestVisit;
import dev.peruser.servlet.VisitorResolver;
import dev.peruser.store.SessionStore;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.session.SessionRepository;
import org.springframework.session.web.http.SessionRepositoryFilter;

/**
 * A whole request through the servlet filter, as the application's users have it: a guest's cookie, the application's
 * work, an answer that is flushed at its end, as Spring MVC does. Request and response are objects in memory, so there
 * is no network and no container in it; both filters get the same ones.
 */
final class FilteredSubject extends MeteredSubject {
    private static final int PEOPLE = 100_000;
    private static final byte[] ANSWER = "done".getBytes(StandardCharsets.UTF_8);

    private final Filter filter;
    private final Face face;
    /** What each person's browser holds. */
    private final Cookie[][] cookies = new Cookie[PEOPLE][];

    private FilteredSubject(String name, Filter filter, Face face, Meter meter, AutoCloseable resources) {
        super(name, meter, resources);
        this.filter = filter;
        this.face = face;
    }

    /** How the application sees its session. */
    private interface Face {
        void fill(HttpServletRequest request, int person);

        void work(HttpServletRequest request, Case kind, int number);
    }

    static Subject perUser(String name, SessionStore store, Meter meter) {
        PerUser engine = Contents.declare(PerUser.builder(store)).build();
        PerUserFilter filter = new PerUserFilter(engine, VisitorResolver.containerPrincipal(), GuestCookie.standard());
        Face face = new Face() {
            @Override
            public void fill(HttpServletRequest request, int person) {
                Contents.of(Case.A, person)
                        .forEach(RequestVisit.of(request).orElseThrow().session()::put);
            }

            @Override
            public void work(HttpServletRequest request, Case kind, int number) {
                PerUserSubject.work(RequestVisit.of(request).orElseThrow().session(), kind, number);
            }
        };
        return new FilteredSubject(name, filter, face, meter, PerUserSubject.closing(engine, store));
    }

    static Subject springSession(String name, SessionRepository<?> repository, Meter meter) {
        Face face = new Face() {
            @Override
            public void fill(HttpServletRequest request, int person) {
                Contents.of(Case.A, person).forEach(request.getSession()::setAttribute);
            }

            @Override
            public void work(HttpServletRequest request, Case kind, int number) {
                work(request.getSession(), kind, number);
            }

            private void work(HttpSession session, Case kind, int number) {
                switch (kind) {
                    case A -> {
                        Profile profile = (Profile) session.getAttribute(Contents.PROFILE.name());
                        java.util.List<?> recent = (java.util.List<?>) session.getAttribute(Contents.RECENT.name());
                        require(profile.perPage() == 24 && recent.size() == 40);
                    }
                    case B -> session.setAttribute(Contents.LAST_PAGE.name(), Contents.page(number));
                    default -> {
                        Cart cart = (Cart) session.getAttribute(Contents.CART.name());
                        session.setAttribute(Contents.CART.name(), cart.change(number));
                    }
                }
            }
        };
        return new FilteredSubject(name, new SessionRepositoryFilter<>(repository), face, meter, () -> {});
    }

    @Override
    public boolean supports(Case kind) {
        return kind == Case.A || kind == Case.B || kind == Case.C || kind == Case.D;
    }

    @Override
    public void fill(Case kind, int people) throws Exception {
        for (int person = 0; kind == Case.A && person < people; person++) {
            int one = person;
            pass(person, (request, response) -> face.fill(request, one));
        }
    }

    @Override
    public void request(Case kind, int person, int number) throws Exception {
        pass(person, (request, response) -> {
            face.work(request, kind, number);
            try {
                response.getOutputStream().write(ANSWER);
                response.flushBuffer();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e); // not into memory
            }
        });
    }

    private void pass(int person, BiConsumer<HttpServletRequest, HttpServletResponse> work)
            throws ServletException, IOException {
        MockHttpServletRequest request = new MockHttpServletRequest("GET", "/shop");
        Cookie[] held = cookies[person];
        if (held != null) {
            request.setCookies(held);
        }
        MockHttpServletResponse response = new MockHttpServletResponse();
        FilterChain chain =
                (passed, answered) -> work.accept((HttpServletRequest) passed, (HttpServletResponse) answered);
        filter.doFilter(request, response, chain);
        require(response.getStatus() == 200);
        Cookie[] set = response.getCookies();
        if (set.length > 0) {
            Map<String, Cookie> all = new LinkedHashMap<>();
            for (Cookie one : held == null ? new Cookie[0] : held) {
                all.put(one.getName(), one);
            }
            for (Cookie one : set) {
                if (one.getMaxAge() == 0) {
                    all.remove(one.getName());
                } else {
                    all.put(one.getName(), new Cookie(one.getName(), one.getValue()));
                }
            }
            cookies[person] = all.values().toArray(Cookie[]::new);
        }
    }
}
