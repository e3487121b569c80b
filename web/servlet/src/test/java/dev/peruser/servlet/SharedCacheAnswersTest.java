package dev.peruser.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each kind of answer, behind a cache that two visitors share: neither gets what is the other's. */
class SharedCacheAnswersTest extends SharedCacheFixture {
    @Test
    void headRequest_saysTheSame() throws Exception {
        start(CachePolicy.PRIVATE, control("public, max-age=60"));
        assertThat(cache.send("HEAD", "/before").values("Cache-Control")).containsExactly("private, max-age=60");
        assertThat(cache.get("/before").isFromCache()).isFalse();
    }

    @Test
    void answerThatNothingHasChanged_isPrivate() throws Exception {
        start(CachePolicy.PRIVATE, List.of());
        server.on("/tagged", (request, response, session) -> {
            response.setHeader("Cache-Control", "public, max-age=60");
            response.setHeader("ETag", "\"one\"");
            if ("\"one\"".equals(request.getHeader("If-None-Match"))) {
                response.setStatus(304);
            } else {
                response.getWriter().print(visit(RequestVisit.of(request).orElseThrow()));
            }
        });
        SharedCache.Answer fresh = cache.get("/tagged");
        assertThat(cache.get("/tagged").body()).isNotEqualTo(fresh.body());
        SharedCache.Answer unchanged = cache.get("/tagged", "If-None-Match", "\"one\"");
        assertThat(unchanged.status()).isEqualTo(304);
        assertThat(unchanged.values("Cache-Control")).containsExactly("private, max-age=60");
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 308})
    void redirect_isPrivate(int status) throws Exception {
        start(CachePolicy.PRIVATE, List.of());
        server.on("/redirect", (request, response, session) -> {
            String body = visit(RequestVisit.of(request).orElseThrow());
            response.setHeader("Cache-Control", "public, max-age=60");
            response.sendRedirect("/unused?" + body.length(), status);
        });
        SharedCache.Answer one = cache.get("/redirect");
        SharedCache.Answer other = cache.get("/redirect");
        assertThat(one.status()).isEqualTo(status);
        assertThat(other.isFromCache()).isFalse();
        assertThat(other.values("Set-Cookie")).doesNotContainAnyElementsOf(one.values("Set-Cookie"));
        assertThatItIsPrivate(one);
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 410, 451})
    void errorPage_isPrivate_whicheverOfTheTwoUsesTheSession(int status) throws Exception {
        start(CachePolicy.PRIVATE, List.of());
        server.on("/gone", (request, response, session) -> {
                    response.setHeader("Cache-Control", "public, max-age=60");
                    response.sendError(status);
                })
                .without("/gone-unseen", (request, response) -> {
                    response.setHeader("Cache-Control", "public, max-age=60");
                    response.sendError(status);
                })
                .without(
                        "/error",
                        (request, response) -> response.getWriter().print(visits.incrementAndGet() + shown(request)));
        for (String path : List.of("/gone", "/gone-unseen")) {
            SharedCache.Answer one = cache.get(path);
            SharedCache.Answer other = cache.get(path);
            assertThat(one.status()).isEqualTo(status);
            assertThat(other.isFromCache()).isFalse();
            assertThat(other.body()).isNotEmpty().isNotEqualTo(one.body());
            assertThatItIsPrivate(one);
        }
    }

    @Test
    void range_isPrivate() throws Exception {
        start(CachePolicy.PRIVATE, List.of());
        server.on("/range", (request, response, session) -> {
            String body = visit(RequestVisit.of(request).orElseThrow());
            response.setStatus(206);
            response.setHeader("Content-Range", "bytes 0-2/100");
            response.setHeader("Cache-Control", "public, max-age=60");
            response.getOutputStream().print(body);
        });
        SharedCache.Answer one = cache.get("/range", "Range", "bytes=0-2");
        assertThatItIsPrivate(one);
        assertThatTheyAreStrangers(one, cache.get("/range", "Range", "bytes=0-2"));
    }

    @Test
    void asynchronousAnswer_isPrivate() throws Exception {
        start(CachePolicy.PRIVATE, List.of());
        server.without("/async", (request, response) -> {
            var context = request.startAsync();
            response.setHeader("Cache-Control", "public, max-age=60");
            context.start(() -> {
                try {
                    context.getResponse()
                            .getWriter()
                            .print(visit(RequestVisit.of(request).orElseThrow()));
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
                context.complete();
            });
        });
        SharedCache.Answer one = cache.get("/async");
        assertThatItIsPrivate(one);
        assertThatTheyAreStrangers(one, cache.get("/async"));
    }

    @Test
    void longAnswer_thatIsSentInParts_isPrivate() throws Exception {
        start(CachePolicy.PRIVATE, List.of());
        server.on("/long", (request, response, session) -> {
            String body = visit(RequestVisit.of(request).orElseThrow());
            response.setHeader("Cache-Control", "public, max-age=60");
            response.getWriter().print(body);
            response.flushBuffer();
            response.getWriter().print("x".repeat(20_000));
        });
        SharedCache.Answer one = cache.get("/long");
        assertThatItIsPrivate(one);
        assertThatTheyAreStrangers(one, cache.get("/long"));
    }

    // ---- who comes too late

    @Test
    void filterOutside_thatSaysOtherwiseAfterwards_isNotHeard_andTheLengthStays() throws Exception {
        start(CachePolicy.PRIVATE, List.of(), new SaysPublicAfterwards());
        server.on(
                "/empty",
                (request, response, session) -> visit(RequestVisit.of(request).orElseThrow()));
        for (String path : List.of("/before", "/after", "/empty")) {
            SharedCache.Answer one = cache.get(path);
            SharedCache.Answer other = cache.get(path);
            assertThat(other.isFromCache()).isFalse();
            assertThat(other.values("Set-Cookie")).isNotEmpty().doesNotContainAnyElementsOf(one.values("Set-Cookie"));
            assertThatItIsPrivate(one);
            assertThat(one.values("Content-Length"))
                    .containsExactly(String.valueOf(one.body().length()));
        }
        assertThat(cache.get("/unused").values("Cache-Control")).containsExactly("public, max-age=60");
    }

    private static final class SaysPublicAfterwards implements Filter {
        @Override
        public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            chain.doFilter(request, response);
            ((HttpServletResponse) response).setHeader("Cache-Control", "public, max-age=60");
        }
    }

    /** As Spring Boot's filter for error pages does in a WAR file. */
    private static final class AnswersErrorsLater implements Filter {
        @Override
        public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            AtomicInteger error = new AtomicInteger();
            chain.doFilter(request, new HttpServletResponseWrapper((HttpServletResponse) response) {
                @Override
                public void sendError(int status) {
                    error.set(status);
                }

                @Override
                public void sendError(int status, String message) {
                    error.set(status);
                }
            });
            if (error.get() != 0) {
                ((HttpServletResponse) response).setStatus(error.get());
                response.getOutputStream().print("later");
            }
        }
    }

    @Test
    void errorThatAFilterOutsideAnswers_isAnswered() throws Exception {
        start(CachePolicy.PRIVATE, List.of(), new AnswersErrorsLater());
        server.on("/gone", (request, response, session) -> {
            response.setHeader("Cache-Control", "public, max-age=60");
            visit(RequestVisit.of(request).orElseThrow());
            response.sendError(410);
        });
        server.on("/failing", (request, response, session) -> {
            visit(RequestVisit.of(request).orElseThrow());
            throw new dev.peruser.StoreException("down");
        });
        SharedCache.Answer gone = cache.get("/gone");
        assertThat(gone.status()).isEqualTo(410);
        assertThat(gone.body()).isEqualTo("later");
        assertThatItIsPrivate(gone);
        assertThat(cache.get("/failing").status()).isEqualTo(503);
    }

    @Test
    void exception_isAnsweredByItsErrorPage() throws Exception {
        start(CachePolicy.PRIVATE, List.of());
        server.on("/failing", (request, response, session) -> {
                    visit(RequestVisit.of(request).orElseThrow());
                    response.getWriter().print("half");
                    throw new IllegalArgumentException();
                })
                .without("/error", (request, response) -> response.getWriter().print("page"));
        SharedCache.Answer answer = cache.get("/failing");
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.body()).isEqualTo("page");
        assertThatItIsPrivate(answer);
    }

    @Test
    void firstUse_afterAnAnswerThatSaysPublicIsOnItsWay_isRefused() throws Exception {
        assertThat(firstUseAfter("Cache-Control", "public, max-age=60"))
                .contains("send Cache-Control: private")
                .doesNotContain("[");
        assertThat(firstUseAfter("Surrogate-Control", "max-age=60")).contains("send Cache-Control: private");
        assertThat(firstUseAfter("Expires", LATER)).contains("send Cache-Control: private");
    }

    @Test
    void firstUse_afterAnAnswerThatIsPrivateIsOnItsWay_reads() throws Exception {
        assertThat(firstUseAfter("Cache-Control", "private, max-age=60")).isEqualTo("first []");
        assertThat(firstUseAfter("Cache-Control", "no-store")).isEqualTo("first []");
    }

    private String firstUseAfter(String name, String value) throws Exception {
        start(CachePolicy.PRIVATE, List.of());
        try (TestServer stopped = server) {
            stopped.without("/late", (request, response) -> {
                response.setHeader(name, value);
                response.getWriter().print("first ");
                response.flushBuffer();
                try {
                    response.getWriter()
                            .print(RequestVisit.of(request)
                                    .orElseThrow()
                                    .session()
                                    .list("visits"));
                } catch (IllegalStateException e) {
                    response.getWriter().print(e.getMessage());
                }
            });
            return cache.get("/late").body();
        } finally {
            cache.close();
            cache = null;
        }
    }
}
