package dev.peruser.it.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.PerUser;
import dev.peruser.UserId;
import dev.peruser.Visitor;
import dev.peruser.servlet.CachePolicy;
import dev.peruser.servlet.GuestCookie;
import dev.peruser.servlet.PerUserFilter;
import dev.peruser.servlet.RequestVisit;
import dev.peruser.servlet.VisitorResolver;
import dev.peruser.store.InMemorySessionStore;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of docs/guide/servlet.md, in Tomcat without any framework. */
class ServletExamplesIT {
    @TempDir
    private Path directory;

    private final Tomcat tomcat = new Tomcat();

    private Context context() {
        tomcat.setBaseDir(directory.toString());
        tomcat.setPort(0);
        Context context = tomcat.addContext("", directory.toString());
        Tomcat.addServlet(context, "cart", new CartServlet());
        context.addServletMapping("/cart", "cart");
        return context;
    }

    private void add(Context context, String path, HttpServlet servlet) {
        Tomcat.addServlet(context, path, servlet);
        context.addServletMapping(path, path);
    }

    private static void add(Context context, PerUserFilter perUser) {
        ServletContainerInitializer initializer = (classes, servletContext) -> {
            FilterRegistration.Dynamic filter = servletContext.addFilter("perUser", perUser);
            filter.setAsyncSupported(true);
            filter.addMappingForUrlPatterns(EnumSet.allOf(DispatcherType.class), false, "/*");
        };
        context.addServletContainerInitializer(initializer, null);
    }

    private int start() throws Exception {
        tomcat.start();
        return tomcat.getConnector().getLocalPort();
    }

    @AfterEach
    void stop() throws Exception {
        tomcat.stop();
        tomcat.destroy();
    }

    /** Signs in by the container's own accounts. */
    private static final class ContainerSignIn extends HttpServlet {
        @Override
        protected void doPost(HttpServletRequest request, HttpServletResponse response) throws ServletException {
            request.getSession();
            request.login(request.getParameter("username"), request.getParameter("password"));
        }
    }

    @Test
    void setUp_carriesTheGuestsCartIntoTheContainersUser() throws Exception {
        Context context = context();
        context.addParameter("session-file", directory.resolve("sessions.db").toString());
        context.addApplicationListener(SessionSetUp.class.getName());
        add(context, "/login", new ContainerSignIn());
        tomcat.addUser("ada", "secret");
        int port = start();
        Browser desk = new Browser(port);
        desk.submit("/cart", "product", "tea");
        assertThat(desk.text("/cart")).isEqualTo("[tea]");
        assertThat(desk.cookieNames())
                .singleElement()
                .satisfies(name -> assertThat(name).matches("peruser\\.[0-9a-f]{8}"));
        assertThat(desk.signIn("ada").statusCode()).isEqualTo(200);
        assertThat(desk.cookieNames()).containsExactly("JSESSIONID");
        assertThat(desk.text("/cart")).isEqualTo("[tea]");
        Browser phone = new Browser(port);
        assertThat(phone.text("/cart")).isEqualTo("[]");
        phone.signIn("ada");
        assertThat(phone.text("/cart")).isEqualTo("[tea]");
    }

    /** An application's own way of signing in and out. */
    private static final class OwnSignIn extends HttpServlet {
        @Override
        protected void doPost(HttpServletRequest request, HttpServletResponse response) {
            request.getSession().setAttribute("account", request.getParameter("username"));
        }
    }

    private static final class OwnSignOut extends HttpServlet {
        // snippet:own-sign-out
        @Override
        protected void doPost(HttpServletRequest request, HttpServletResponse response) {
            RequestVisit.of(request).ifPresent(RequestVisit::signedOut);
            request.getSession().removeAttribute("account");
        }
        // end
    }

    @Test
    void ownResolver_andCookie() throws Exception {
        PerUser perUser = PerUser.builder(new InMemorySessionStore()).build();
        // snippet:visitor-resolver
        VisitorResolver byAccount = request -> {
            HttpSession session = request.getSession(false);
            Object account = session == null ? null : session.getAttribute("account");
            return account == null ? Visitor.guest() : Visitor.user(UserId.of(account.toString()));
        };
        PerUserFilter perUserFilter = new PerUserFilter(perUser, byAccount, GuestCookie.named("shop"));
        // end
        Context context = context();
        add(context, perUserFilter);
        add(context, "/login", new OwnSignIn());
        add(context, "/sign-out", new OwnSignOut());
        Browser desk = new Browser(start());
        desk.submit("/cart", "product", "tea");
        assertThat(desk.cookieNames())
                .singleElement()
                .satisfies(name -> assertThat(name).startsWith("shop."));
        desk.signIn("ada");
        assertThat(desk.text("/cart")).isEqualTo("[tea]");
        desk.submit("/sign-out");
        assertThat(desk.text("/cart")).isEqualTo("[]");
        desk.signIn("ada");
        assertThat(desk.text("/cart")).isEqualTo("[tea]");
    }

    @Test
    void requestThatLasts_tellsWhatOtherRequestsDo() throws Exception {
        Context context = context();
        add(
                context,
                new PerUserFilter(PerUser.builder(new InMemorySessionStore()).build()));
        add(context, "/cart-news", new CartNewsServlet());
        int port = start();
        Browser desk = new Browser(port);
        desk.submit("/cart", "product", "tea");
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/cart-news"))
                .header("Cookie", desk.cookies().get(0).toString())
                .build();
        HttpResponse<InputStream> news =
                HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofInputStream());
        assertThat(news.headers().firstValue("Cache-Control")).hasValue("private");
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(news.body(), StandardCharsets.UTF_8))) {
            assertThat(lines.readLine()).isEqualTo("data: [tea]");
            assertThat(lines.readLine()).isEmpty();
            desk.submit("/cart", "product", "mug");
            assertThat(lines.readLine()).isEqualTo("data: [tea, mug]");
        }
    }

    @Test
    void cacheControl_isTheApplications_ifItSaysSo() throws Exception {
        PerUser perUser = PerUser.builder(new InMemorySessionStore()).build();
        // snippet:cache-control
        PerUserFilter leftToTheApplication = PerUserFilter.builder(perUser)
                .cacheControl(CachePolicy.APPLICATION)
                .build();
        // end
        Context context = context();
        add(context, leftToTheApplication);
        assertThat(new Browser(start()).get("/cart").headers().map()).doesNotContainKey("cache-control");
    }
}
