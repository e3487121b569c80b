package dev.peruser.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.Attribute;
import dev.peruser.PerUser;
import dev.peruser.store.tck.faults.FailingSessionStore;
import jakarta.servlet.http.HttpSession;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Code that knows the HttpSession only, on two nodes. The header X-User says who is signed in. */
abstract class ServedAttributesFixture {
    private static final List<String> NAMES = List.of("cart", "wishes", "value", "bound", "total");

    final FailingSessionStore store = FailingSessionStore.inMemory();
    private final Attribute<Long> total =
            Attribute.builder("total", Long.class).defaultValue(0L).build();
    TestServer one;
    TestServer two;
    TestServer.Client client;

    /** Of the application. */
    static class Cart {
        private List<Line> lines = new ArrayList<>();
        private String coupon = "none";
        private LocalDate since = LocalDate.of(2026, 1, 1);

        public List<Line> getLines() {
            return lines;
        }

        public String getCoupon() {
            return coupon;
        }

        public void setCoupon(String coupon) {
            this.coupon = coupon;
        }

        public LocalDate getSince() {
            return since;
        }

        public void setSince(LocalDate since) {
            this.since = since;
        }

        @Override
        public String toString() {
            return coupon + " since " + since + ": "
                    + lines.stream().map(Line::article).toList();
        }
    }

    record Line(String article, int number) {}

    @BeforeEach
    void start() throws Exception {
        one = node();
        two = node();
        client = one.client();
    }

    private TestServer node() throws Exception {
        PerUser perUser = PerUser.builder(store)
                .attribute(total)
                .deadline(Duration.ofSeconds(30))
                .build();
        PerUserFilter filter = PerUserFilter.builder(perUser)
                .visitors(TestServer::visitor)
                .httpSessionAttributes(HttpSessionAttributes.named(NAMES).trusting(List.of("dev.peruser.servlet")))
                .build();
        TestServer server = new TestServer(filter);
        cartPages(server);
        addPages(server);
        return server.start();
    }

    /** What a test class has besides the carts. */
    abstract void addPages(TestServer server);

    @AfterEach
    void stop() throws Exception {
        one.close();
        two.close();
    }

    @SuppressWarnings("unchecked")
    private static void cartPages(TestServer server) {
        server.without("/add", (request, response) -> {
                    HttpSession session = request.getSession();
                    List<String> cart = (List<String>) session.getAttribute("cart");
                    if (cart == null) {
                        cart = new ArrayList<>();
                    }
                    cart.add(request.getParameter("item"));
                    session.setAttribute("cart", cart);
                })
                .without("/add-to-copy", (request, response) -> {
                    HttpSession session = request.getSession();
                    List<String> cart = new ArrayList<>((List<String>) session.getAttribute("cart"));
                    cart.add(request.getParameter("item"));
                    session.setAttribute("cart", cart);
                })
                .without(
                        "/add-in-place",
                        (request, response) -> ((List<String>)
                                        request.getSession().getAttribute("cart"))
                                .add(request.getParameter("item")))
                .without("/add-line", (request, response) -> {
                    HttpSession session = request.getSession();
                    Cart cart = (Cart) session.getAttribute("cart");
                    if (cart == null) {
                        cart = new Cart();
                        session.setAttribute("cart", cart);
                    }
                    cart.getLines().add(new Line(request.getParameter("item"), 1));
                    if (request.getParameter("coupon") != null) {
                        cart.setCoupon(request.getParameter("coupon"));
                        cart.setSince(LocalDate.of(2026, 2, 2));
                    }
                })
                .without("/remove", (request, response) -> request.getSession().removeAttribute("cart"))
                .without("/cart", (request, response) -> {
                    HttpSession session = request.getSession(false);
                    response.getWriter().print(session == null ? "no session" : session.getAttribute("cart"));
                })
                .without("/session", (request, response) -> request.getSession());
    }

    static String body(TestServer.Client browser, String path, String... headers) throws Exception {
        var response = browser.get(path, headers);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.body();
    }

    TestServer.Client sameBrowserOn(TestServer other) {
        TestServer.Client browser = other.client();
        URI address = URI.create("http://localhost:" + other.port() + "/");
        client.cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().startsWith("peruser"))
                .forEach(cookie -> browser.cookies.getCookieStore().add(address, cookie));
        return browser;
    }
}
