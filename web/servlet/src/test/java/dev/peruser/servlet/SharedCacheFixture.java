package dev.peruser.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.PerUser;
import dev.peruser.UserSession;
import dev.peruser.store.InMemorySessionStore;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Two visitors behind a cache that they share. */
abstract class SharedCacheFixture {
    static final String LATER = date(86_400);
    static final String EARLIER = date(-6000);

    final PerUser perUser = PerUser.builder(new InMemorySessionStore()).build();
    final AtomicInteger visits = new AtomicInteger();
    final List<String> log = new ArrayList<>();
    final Logger logger = Logger.getLogger("dev.peruser.servlet");
    final Handler listener = new Handler() {
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
    static List<String> says(String... headers) {
        return List.of(headers);
    }

    static List<String> control(String value, String... more) {
        return Stream.concat(Stream.of("Cache-Control", value), Stream.of(more)).toList();
    }

    TestServer server;
    SharedCache cache;

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

    void start(CachePolicy policy, List<String> headers, Filter... outside) throws Exception {
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

    static String shown(ServletRequest request) {
        return String.valueOf(RequestVisit.of(request).orElseThrow().session().list("visits"));
    }

    String visit(RequestVisit request) {
        UserSession session = request.session();
        session.list("visits").add(visits.incrementAndGet());
        return String.valueOf(session.list("visits"));
    }

    static void add(List<String> headers, HttpServletResponse response) {
        for (int i = 0; i < headers.size(); i += 2) {
            response.addHeader(headers.get(i), headers.get(i + 1));
        }
    }

    static void assertThatTheyAreStrangers(SharedCache.Answer one, SharedCache.Answer other) {
        assertThat(other.isFromCache()).isFalse();
        assertThat(other.body()).isNotEqualTo(one.body());
        assertThat(other.values("Set-Cookie")).isNotEmpty().doesNotContainAnyElementsOf(one.values("Set-Cookie"));
    }

    static void assertThatItIsPrivate(SharedCache.Answer answer) {
        assertThat(answer.values("Cache-Control")).hasSize(1);
        String[] directives = answer.values("Cache-Control").get(0).split("\\s*,\\s*", -1);
        assertThat(directives).containsAnyOf("private", "no-store").doesNotContain("public");
        assertThat(directives)
                .noneMatch(directive -> directive.startsWith("s-maxage")
                        || directive.startsWith("stale-")
                        || directive.startsWith("private=")
                        || directive.startsWith("no-cache="));
        assertThat(answer.values("Vary")).hasSize(1);
        assertThat(answer.values("Vary").get(0).toLowerCase(Locale.ROOT).split(", "))
                .doesNotHaveDuplicates()
                .containsAnyOf("cookie", "*");
    }
}
