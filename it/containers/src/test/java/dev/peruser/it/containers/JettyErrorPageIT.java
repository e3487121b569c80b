package dev.peruser.it.containers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.PerUser;
import dev.peruser.PerUserListener;
import dev.peruser.UserSession;
import dev.peruser.servlet.PerUserFilter;
import dev.peruser.servlet.RequestVisit;
import dev.peruser.store.tck.faults.FailingSessionStore;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.ee11.servlet.DefaultServlet;
import org.eclipse.jetty.ee11.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee11.servlet.FilterHolder;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On Jetty, too, a page for an error is part of the request, whoever sent the error, and whatever the page is. */
class JettyErrorPageIT {
    private static final Duration LONGEST = Duration.ofSeconds(5);
    private static final int GONE = 410;

    private final FailingSessionStore store = FailingSessionStore.inMemory();
    private final AtomicInteger late = new AtomicInteger();
    private final org.eclipse.jetty.server.Server jetty = new org.eclipse.jetty.server.Server();
    private final ServerConnector connector = new ServerConnector(jetty);
    private final HttpClient client = HttpClient.newBuilder()
            .cookieHandler(new CookieManager())
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    /** By path: who sends the error, and whether the session is changed before. */
    private static final class Pages extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            switch (request.getPathInfo()) {
                case "/read" -> response.getWriter().print(session(request).list("l"));
                case "/error" -> {
                    session(request).list("l").add("page");
                    response.getWriter().print("page");
                }
                case "/sends" -> response.sendError(404);
                case "/throws" -> throw new IllegalStateException("on purpose");
                case "/async" -> sendElsewhere(request, response);
                case "/changes" -> {
                    session(request).list("l").add("before");
                    response.sendError(404);
                }
                case "/static" -> {
                    session(request).list("l").add("before");
                    response.sendError(GONE);
                }
                case "/static-async" -> {
                    session(request).list("l").add("before");
                    sendElsewhere(request, response);
                }
                default -> throw new IllegalStateException("no such page");
            }
        }

        private static void sendElsewhere(HttpServletRequest request, HttpServletResponse response) {
            AsyncContext async = request.startAsync();
            async.start(() -> {
                try {
                    response.sendError(request.getPathInfo().startsWith("/static") ? GONE : 404);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                async.complete();
            });
        }
    }

    private static UserSession session(HttpServletRequest request) {
        return RequestVisit.of(request).orElseThrow().session();
    }

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("gone.txt"), "a static page");
        PerUser perUser = PerUser.builder(store)
                .listener(new PerUserListener() {
                    @Override
                    public void changedTooLate() {
                        late.incrementAndGet();
                    }
                })
                .build();
        ServletContextHandler context = new ServletContextHandler("/", ServletContextHandler.SESSIONS);
        context.setBaseResourceAsPath(folder);
        add(new PerUserFilter(perUser), EnumSet.allOf(DispatcherType.class), context);
        Filter guard = (request, response, chain) -> {
            if (((HttpServletRequest) request).getRequestURI().equals("/app/guarded")) {
                ((HttpServletResponse) response).sendError(403);
            } else {
                chain.doFilter(request, response);
            }
        };
        add(guard, EnumSet.of(DispatcherType.REQUEST), context);
        ServletHolder pages = new ServletHolder(new Pages());
        pages.setAsyncSupported(true);
        context.addServlet(pages, "/app/*");
        ServletHolder files = new ServletHolder(DefaultServlet.class);
        files.setAsyncSupported(true);
        context.addServlet(files, "/");
        ErrorPageErrorHandler errors = new ErrorPageErrorHandler();
        errors.addErrorPage(GONE, "/gone.txt");
        errors.addErrorPage(ErrorPageErrorHandler.GLOBAL_ERROR_PAGE, "/app/error");
        context.setErrorHandler(errors);
        jetty.addConnector(connector);
        jetty.setHandler(context);
        jetty.start();
    }

    private static void add(Filter filter, EnumSet<DispatcherType> types, ServletContextHandler context) {
        FilterHolder holder = new FilterHolder(filter);
        holder.setAsyncSupported(true);
        context.addFilter(holder, "/*", types);
    }

    @AfterEach
    void stop() throws Exception {
        jetty.stop();
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://localhost:" + connector.getLocalPort() + "/app" + path);
        return client.send(HttpRequest.newBuilder(uri).timeout(LONGEST).build(), HttpResponse.BodyHandlers.ofString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/sends", "/throws", "/guarded", "/async"})
    void whatThePageChanges_isSaved_andTheCookieOfANewGuestSet(String path) throws Exception {
        HttpResponse<String> response = get(path);
        assertThat(response.body()).isEqualTo("page");
        assertThat(response.headers().allValues("Set-Cookie")).hasSize(1);
        assertThat(get("/read").body()).isEqualTo("[page]");
        assertThat(late).hasValue(0);
    }

    @Test
    void whatIsChangedBeforeSendError_isSavedTogetherWithThePages() throws Exception {
        HttpResponse<String> response = get("/changes");
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.headers().allValues("Set-Cookie")).hasSize(1);
        assertThat(get("/read").body()).isEqualTo("[before, page]");
        assertThat(late).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/static", "/static-async"})
    void whatIsChangedBeforeAStaticPage_isSaved(String path) throws Exception {
        HttpResponse<String> response = get(path);
        assertThat(response.statusCode()).isEqualTo(GONE);
        assertThat(response.body()).isEqualTo("a static page");
        assertThat(response.headers().allValues("Set-Cookie")).hasSize(1);
        assertThat(response.headers().allValues("Cache-Control"))
                .allMatch(value -> value.contains("private") || value.contains("no-store"))
                .isNotEmpty();
        assertThat(get("/read").body()).isEqualTo("[before]");
        assertThat(late).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/sends", "/throws", "/guarded"})
    void pageWhoseChangeCannotBeSaved_is503_withoutAPage(String path) throws Exception {
        store.onSaves().fail();
        HttpResponse<String> response = get(path);
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/static", "/changes"})
    void changeBeforeSendErrorThatCannotBeSaved_is503_withThePageOfThat(String path) throws Exception {
        store.onSaves().fail();
        HttpResponse<String> response = get(path);
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).isEqualTo("page");
    }
}
