package dev.peruser.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.PerUser;
import dev.peruser.UserSession;
import dev.peruser.store.InMemorySessionStore;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Two visitors behind a cache that they share: whatever the application says, neither gets what is the other's. */
class SharedCacheTest {
    private static final String LATER = date(60);
    private static final String EARLIER = date(-6000);

    private final PerUser perUser = PerUser.builder(new InMemorySessionStore()).build();
    private final AtomicInteger visits = new AtomicInteger();
    private final List<String> log = new ArrayList<>();
    private final Logger logger = Logger.getLogger("dev.peruser.servlet");
    private final Handler listener = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            log.add(entry.getMessage());
        }

        @Override
        public void flush() {
            // kept at once
        }

        @Override
        public void close() {
            // nothing is open
        }
    };

    private static String date(int seconds) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(
                ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(seconds));
    }

    /** What an application may say about caches: names and values. */
    private static List<String> says(String... headers) {
        return List.of(headers);
    }

    private static List<String> control(String value, String... more) {
        return Stream.concat(Stream.of("Cache-Control", value), Stream.of(more)).toList();
    }

    /** What the cache keeps for others if nobody prevents it. */
    static final List<List<String>> KEPT = List.of(
            control("public, max-age=60"),
            control("max-age=60"),
            control("s-maxage=60"),
            control("public, s-maxage=60, max-age=0"),
            control("public", "Last-Modified", EARLIER),
            says("Expires", LATER),
            control("public", "Expires", LATER),
            control("public, max-age=60, immutable"),
            control("max-age=60, stale-while-revalidate=600"),
            control("max-age=60, stale-if-error=600"),
            control("max-age=60", "Cache-Control", "public"),
            control("PUBLIC, Max-Age=60"),
            control("max-age=60", "Vary", "Accept-Encoding"),
            control("max-age=60", "Vary", "cookie"),
            control("max-age=60", "ETag", "\"one\""),
            control("max-age=60", "Pragma", "public"),
            says("Last-Modified", EARLIER),
            control("max-age=60, must-revalidate"),
            control("max-age=60, proxy-revalidate"),
            control("max-age=60, no-transform"),
            control(", , max-age=60"),
            control("extension=\"a, private\", max-age=60"),
            control("community=\"UCI\", max-age=60"));

    /** What this cache doesn't keep, but another may. */
    static final List<List<String>> KEPT_ELSEWHERE = List.of(
            says(),
            control("public"),
            control("no-cache=\"Set-Cookie\", max-age=60"),
            control("private=\"\", max-age=60"),
            control("private=\"Set-Cookie\", max-age=60"),
            control("no-cache", "ETag", "\"one\""),
            control("must-understand, no-store, max-age=60"),
            control("private, s-maxage=60, public"),
            control("max-age=60, broken=\"private"),
            control("max-age=60", "Vary", "*"),
            control("no-store, s-maxage=60"),
            control("private, no-cache=\"Set-Cookie\""));

    private TestServer server;
    private SharedCache cache;

    @BeforeEach
    void listen() {
        logger.addHandler(listener);
    }

    @AfterEach
    void close() throws Exception {
        logger.removeHandler(listener);
        if (cache != null) {
            cache.close();
            server.close();
        }
    }

    private void start(CachePolicy policy, List<String> headers, Filter... outside) throws Exception {
        server = new TestServer(
                        PerUserFilter.builder(perUser).cacheControl(policy).build(), outside)
                .without("/before", (request, response) -> {
                    add(headers, response);
                    response.getWriter().print(visit(RequestVisit.of(request).orElseThrow()));
                })
                .on("/after", (request, response, session) -> {
                    String body = visit(RequestVisit.of(request).orElseThrow());
                    add(headers, response);
                    response.getWriter().print(body);
                })
                .on("/in-between", (request, response, session) -> {
                    visit(RequestVisit.of(request).orElseThrow());
                    RequestVisit.of(request).orElseThrow().commit();
                    add(headers, response);
                    response.getWriter().print(session.list("visits"));
                })
                .on("/reading", (request, response, session) -> {
                    add(headers, response);
                    response.getWriter().print(visits.incrementAndGet() + " " + session.list("visits"));
                })
                .without("/unused", (request, response) -> {
                    add(headers, response);
                    response.getWriter().print(visits.incrementAndGet());
                })
                .start();
        cache = new SharedCache(server);
    }

    private static String shown(ServletRequest request) {
        return String.valueOf(RequestVisit.of(request).orElseThrow().session().list("visits"));
    }

    private String visit(RequestVisit request) {
        UserSession session = request.session();
        session.list("visits").add(visits.incrementAndGet());
        return String.valueOf(session.list("visits"));
    }

    private static void add(List<String> headers, HttpServletResponse response) {
        for (int i = 0; i < headers.size(); i += 2) {
            response.addHeader(headers.get(i), headers.get(i + 1));
        }
    }

    private static void assertThatTheyAreStrangers(SharedCache.Answer one, SharedCache.Answer other) {
        assertThat(other.isFromCache()).isFalse();
        assertThat(other.body()).isNotEqualTo(one.body());
        assertThat(other.values("Set-Cookie")).isNotEmpty().doesNotContainAnyElementsOf(one.values("Set-Cookie"));
    }

    static final List<List<String>> ALL =
            Stream.concat(KEPT.stream(), KEPT_ELSEWHERE.stream()).toList();

    @ParameterizedTest
    @FieldSource("ALL")
    void answerThatUsesTheSession_isTheVisitorsOwn_whateverTheApplicationSays(List<String> headers) throws Exception {
        start(CachePolicy.PRIVATE, headers);
        for (String path : List.of("/before", "/after", "/in-between")) {
            SharedCache.Answer one = cache.get(path);
            SharedCache.Answer other = cache.get(path);
            assertThatTheyAreStrangers(one, other);
            assertThatItIsPrivate(one);
        }
        SharedCache.Answer one = cache.get("/reading");
        assertThat(one.values("Set-Cookie")).isEmpty();
        assertThat(cache.get("/reading").body()).isNotEqualTo(one.body());
        assertThatItIsPrivate(one);
    }

    private static void assertThatItIsPrivate(SharedCache.Answer answer) {
        assertThat(answer.values("Cache-Control")).hasSize(1);
        String[] directives = answer.values("Cache-Control").get(0).split("\\s*,\\s*", -1);
        assertThat(directives).containsAnyOf("private", "no-store").doesNotContain("public");
        assertThat(directives)
                .noneMatch(directive -> directive.startsWith("s-maxage")
                        || directive.startsWith("stale-")
                        || directive.startsWith("private=")
                        || directive.startsWith("no-cache="));
        assertThat(answer.values("Vary")).hasSize(1);
        assertThat(answer.values("Vary")
                        .get(0)
                        .toLowerCase(java.util.Locale.ROOT)
                        .split(", "))
                .doesNotHaveDuplicates()
                .containsAnyOf("cookie", "*");
    }

    /** The cache does keep what it may, so the tests above can fail. */
    @ParameterizedTest
    @FieldSource("KEPT")
    void answerThatDoesNotUseTheSession_isLeftToTheCache(List<String> headers) throws Exception {
        start(CachePolicy.PRIVATE, headers);
        SharedCache.Answer one = cache.get("/unused");
        SharedCache.Answer other = cache.get("/unused");
        assertThat(other.isFromCache()).isTrue();
        assertThat(other.body()).isEqualTo(one.body());
        assertThat(log).isEmpty();
    }

    @ParameterizedTest
    @FieldSource("KEPT")
    void applicationThatDecidesForItself_shows_whatWouldBeSharedOtherwise(List<String> headers) throws Exception {
        start(CachePolicy.APPLICATION, headers);
        for (String path : List.of("/before", "/after")) {
            SharedCache.Answer one = cache.get(path);
            SharedCache.Answer other = cache.get(path);
            assertThat(other.isFromCache()).isTrue();
            assertThat(other.body()).isEqualTo(one.body());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no-store",
                "no-cache, no-store, max-age=0, must-revalidate",
                "private",
                "private, max-age=60",
                "max-age=60, private, must-revalidate"
            })
    void whatIsStrictEnough_staysAsItIs(String said) throws Exception {
        start(CachePolicy.PRIVATE, control(said));
        assertThat(cache.get("/before").values("Cache-Control")).containsExactly(said);
        assertThat(cache.get("/after").values("Cache-Control")).containsExactly(said);
        assertThat(log).isEmpty();
    }

    @Test
    void ageThatABrowserMayKeepItFor_stays() throws Exception {
        start(CachePolicy.PRIVATE, control("public, max-age=60, s-maxage=600, immutable"));
        assertThat(cache.get("/before").values("Cache-Control")).containsExactly("private, max-age=60, immutable");
    }

    @Test
    void answerWithoutAWordAboutCaches_isPrivate() throws Exception {
        start(CachePolicy.PRIVATE, says());
        assertThat(cache.get("/before").values("Cache-Control")).containsExactly("private");
        assertThat(cache.get("/unused").values("Cache-Control")).isEmpty();
        assertThat(log).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Accel-Expires",
                "Surrogate-Control",
                "CDN-Cache-Control",
                "cdn-cache-control",
                "Cloudflare-CDN-Cache-Control",
                "Vercel-CDN-Cache-Control",
                "Netlify-CDN-Cache-Control",
                "Akamai-Cache-Control",
                "Edge-Control",
                "X-LiteSpeed-Cache-Control",
                "Fastly-Surrogate-Control"
            })
    void fieldsForOneKindOfCache_areRemoved(String name) throws Exception {
        start(CachePolicy.PRIVATE, control("private", name, "max-age=600"));
        assertThat(cache.get("/before").values(name)).isEmpty();
        assertThat(cache.get("/after").values(name)).isEmpty();
        assertThat(cache.get("/unused").values(name)).containsExactly("max-age=600");
    }

    @Test
    void contradiction_isSaidOnce_andNamesNothingOfTheRequest() throws Exception {
        start(CachePolicy.PRIVATE, control("public, max-age=60"));
        cache.get("/before");
        cache.get("/after");
        cache.get("/before");
        assertThat(log).hasSize(1);
        assertThat(log.get(0)).startsWith("peruser.answer-not-shared:").doesNotContain("/before", "localhost");
    }

    // ---- kinds of answers

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
