package dev.peruser.servlet;

import dev.peruser.PerUser;
import dev.peruser.PerUserListener;
import dev.peruser.UserId;
import dev.peruser.UserSession;
import dev.peruser.Visitor;
import dev.peruser.store.SessionStore;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Wrapper;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.ErrorPage;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;

/** A real Tomcat with the filter and handlers by path. */
final class TestServer implements AutoCloseable {
    private static final Logger LOGGER = Logger.getLogger("org.apache");

    private final Tomcat tomcat = new Tomcat();
    private final Context context;
    private final Map<String, Handler> handlers = new LinkedHashMap<>();
    private final Map<String, Page> pages = new LinkedHashMap<>();

    /** A page. */
    @FunctionalInterface
    interface Handler {
        void handle(HttpServletRequest request, HttpServletResponse response, UserSession session) throws Exception;
    }

    /** A page that has not asked for the session. */
    @FunctionalInterface
    interface Page {
        void show(HttpServletRequest request, HttpServletResponse response) throws Exception;
    }

    TestServer(PerUser perUser, VisitorResolver resolver) throws IOException {
        this(new PerUserFilter(perUser, resolver, GuestCookie.standard()));
    }

    TestServer(PerUserFilter filter, Filter... outside) throws IOException {
        Path base = Files.createTempDirectory("peruser-tomcat");
        LOGGER.setLevel(Level.OFF);
        tomcat.setBaseDir(base.toString());
        tomcat.setPort(0);
        context = tomcat.addContext("", base.toString());
        for (Filter other : outside) {
            addFilter(other.getClass().getName(), other);
        }
        addFilter("peruser", filter);
        Wrapper wrapper = Tomcat.addServlet(context, "all", new Dispatcher());
        wrapper.setAsyncSupported(true);
        wrapper.addMapping("/");
        ErrorPage page = new ErrorPage();
        page.setLocation("/error");
        context.addErrorPage(page);
    }

    /** One whose visitors are as {@link #visitor} says, and that counts what is changed when it is too late. */
    static TestServer countingLateChanges(SessionStore store, AtomicInteger late) throws IOException {
        PerUserListener listener = new PerUserListener() {
            @Override
            public void changedTooLate() {
                late.incrementAndGet();
            }
        };
        return new TestServer(PerUser.builder(store).listener(listener).build(), TestServer::visitor);
    }

    /** The header X-User says who is signed in. */
    static Visitor visitor(HttpServletRequest request) {
        String user = request.getHeader("X-User");
        return user == null ? Visitor.guest() : Visitor.user(UserId.of(user));
    }

    private void addFilter(String name, Filter filter) {
        FilterDef definition = new FilterDef();
        definition.setFilterName(name);
        definition.setFilter(filter);
        definition.setAsyncSupported("true");
        context.addFilterDef(definition);
        FilterMap map = new FilterMap();
        map.setFilterName(name);
        map.addURLPattern("/*");
        for (DispatcherType type : DispatcherType.values()) {
            map.setDispatcher(type.name());
        }
        context.addFilterMap(map);
    }

    private final class Dispatcher extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            Object included = request.getAttribute(RequestDispatcher.INCLUDE_SERVLET_PATH);
            String path = included == null ? request.getServletPath() : (String) included;
            Handler handler = handlers.get(path);
            Page page = pages.get(path);
            try {
                if (page != null) {
                    page.show(request, response);
                } else if (handler != null) {
                    handler.handle(
                            request,
                            response,
                            RequestVisit.of(request).orElseThrow().session());
                } else if (!path.equals("/error")) {
                    response.sendError(404);
                }
            } catch (RuntimeException | IOException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    TestServer on(String path, Handler handler) {
        handlers.put(path, handler);
        return this;
    }

    TestServer without(String path, Page page) {
        pages.put(path, page);
        return this;
    }

    /** What comes through counts as HTTPS. */
    TestServer secure() {
        tomcat.getConnector().setSecure(true);
        tomcat.getConnector().setScheme("https");
        return this;
    }

    int port() {
        return tomcat.getConnector().getLocalPort();
    }

    TestServer start() throws LifecycleException {
        tomcat.start();
        return this;
    }

    Client client() {
        return new Client();
    }

    @Override
    public void close() throws LifecycleException {
        tomcat.stop();
        tomcat.destroy();
    }

    /** A browser with a cookie jar. */
    final class Client {
        final CookieManager cookies = new CookieManager();
        private final HttpClient http = HttpClient.newBuilder()
                .cookieHandler(cookies)
                .version(HttpClient.Version.HTTP_1_1)
                .build();

        HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
            return send(request(path, headers).GET().build());
        }

        HttpResponse<String> post(String path, String... headers) throws IOException, InterruptedException {
            return send(request(path, headers)
                    .POST(HttpRequest.BodyPublishers.noBody())
                    .build());
        }

        private HttpRequest.Builder request(String path, String... headers) {
            URI uri = URI.create("http://localhost:" + port() + path);
            HttpRequest.Builder builder = HttpRequest.newBuilder(uri);
            return headers.length == 0 ? builder : builder.headers(headers);
        }

        private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }
}
