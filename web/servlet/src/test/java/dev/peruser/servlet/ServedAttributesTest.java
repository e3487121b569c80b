package dev.peruser.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.peruser.Attribute;
import dev.peruser.PerUser;
import dev.peruser.SessionDataException;
import dev.peruser.UserId;
import dev.peruser.store.InMemorySessionStore;
import dev.peruser.store.tck.faults.FailingSessionStore;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Code that knows the HttpSession only, on two nodes. The header X-User says who is signed in. */
class ServedAttributesTest {
    private static final List<String> NAMES = List.of("cart", "wishes", "value", "bound", "total");

    private final FailingSessionStore store = FailingSessionStore.inMemory();
    private final AtomicReference<Object> put = new AtomicReference<>();
    private final AtomicReference<HttpSession> kept = new AtomicReference<>();
    private final Attribute<Long> total =
            Attribute.builder("total", Long.class).defaultValue(0L).build();
    private TestServer one;
    private TestServer two;
    private TestServer.Client client;

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

    enum Size {
        SMALL,
        LARGE {
            @Override
            public String toString() {
                return "large";
            }
        }
    }

    /** Without a JSON form that would give the same again. */
    static class Closed {
        private final String secret;

        Closed(String secret) {
            this.secret = secret;
        }

        @Override
        public String toString() {
            return secret;
        }
    }

    /** Is told. */
    static class Bound implements HttpSessionBindingListener {
        static final ConcurrentLinkedQueue<String> EVENTS = new ConcurrentLinkedQueue<>();
        private String name = "";

        public String getName() {
            return name;
        }

        public void setName(String name) {
            this.name = name;
        }

        static Bound named(String name) {
            Bound bound = new Bound();
            bound.setName(name);
            return bound;
        }

        @Override
        public void valueBound(HttpSessionBindingEvent event) {
            EVENTS.add("+" + name);
        }

        @Override
        public void valueUnbound(HttpSessionBindingEvent event) {
            EVENTS.add("-" + name);
        }
    }

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
        return pages(new TestServer(filter)).start();
    }

    @AfterEach
    void stop() throws Exception {
        one.close();
        two.close();
    }

    @SuppressWarnings("unchecked")
    private TestServer pages(TestServer server) {
        return server.without("/add", (request, response) -> {
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
                .without("/put", (request, response) -> request.getSession().setAttribute("value", put.get()))
                .without("/put-refused", (request, response) -> {
                    try {
                        request.getSession().setAttribute(request.getParameter("name"), put.get());
                    } catch (SessionDataException e) {
                        response.getWriter().print(e.getMessage());
                    }
                })
                .without("/get", (request, response) -> {
                    Object value = request.getSession().getAttribute("value");
                    put.set(value);
                })
                .without("/remove", (request, response) -> request.getSession().removeAttribute("cart"))
                .without("/cart", (request, response) -> {
                    HttpSession session = request.getSession(false);
                    response.getWriter().print(session == null ? "no session" : session.getAttribute("cart"));
                })
                .without("/names", (request, response) -> {
                    HttpSession session = request.getSession();
                    session.setAttribute("other", 1);
                    response.getWriter().print(new TreeSet<>(Collections.list(session.getAttributeNames())));
                })
                .without(
                        "/other",
                        (request, response) ->
                                response.getWriter().print(request.getSession().getAttribute("other")))
                .without("/session", (request, response) -> request.getSession())
                .on("/same", (request, response, session) -> {
                    Object legacy = request.getSession().getAttribute("cart");
                    response.getWriter().print(legacy == session.get("cart").orElse(null));
                    response.getWriter().print(request.getSession() == request.getSession(false));
                })
                .without("/invalidate", (request, response) -> {
                    HttpSession session = request.getSession();
                    session.getAttribute("cart");
                    session.invalidate();
                    for (Runnable use : List.<Runnable>of(
                            () -> session.getAttribute("cart"),
                            () -> session.setAttribute("cart", 1),
                            () -> session.removeAttribute("cart"),
                            session::getAttributeNames,
                            session::invalidate,
                            session::isNew)) {
                        assertThatIllegalStateException().isThrownBy(use::run);
                    }
                    response.getWriter().print(request.getSession(false));
                    response.getWriter().print(request.getSession().getAttribute("cart"));
                })
                .without(
                        "/bind",
                        (request, response) ->
                                request.getSession().setAttribute("bound", Bound.named(request.getParameter("name"))))
                .without("/unbind", (request, response) -> request.getSession().removeAttribute("bound"))
                .without("/keep", (request, response) -> kept.set(request.getSession()))
                .without("/flushed", (request, response) -> {
                    HttpSession session = request.getSession();
                    Object cart = session.getAttribute("cart");
                    response.flushBuffer();
                    session.setAttribute("cart", cart); // as Spring does in the end for beans of the session
                    response.getWriter().print("same");
                });
    }

    private String body(TestServer.Client browser, String path, String... headers) throws Exception {
        var response = browser.get(path, headers);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.body();
    }

    private TestServer.Client sameBrowserOn(TestServer other) {
        TestServer.Client browser = other.client();
        URI address = URI.create("http://localhost:" + other.port() + "/");
        client.cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().startsWith("peruser"))
                .forEach(cookie -> browser.cookies.getCookieStore().add(address, cookie));
        return browser;
    }

    // ---- reading and changing

    @Test
    void aGuestsCart_isInTheAccountAfterSignIn_onEveryDevice() throws Exception {
        body(client, "/add?item=apple");
        assertThat(body(client, "/cart")).isEqualTo("[apple]");
        body(client, "/add?item=pear", "X-User", "ada");
        assertThat(body(two.client(), "/cart", "X-User", "ada")).isEqualTo("[apple, pear]");
        assertThat(body(client, "/cart")).isEqualTo("null");
    }

    @Test
    void changesInPlace_ofACopy_andRemovals_areSaved() throws Exception {
        body(client, "/add?item=apple");
        body(client, "/add-in-place?item=pear");
        body(client, "/add-to-copy?item=plum");
        assertThat(body(sameBrowserOn(two), "/cart")).isEqualTo("[apple, pear, plum]");
        body(client, "/remove");
        assertThat(body(client, "/cart")).isEqualTo("null");
    }

    @Test
    void oneRequest_hasOneObject_andOneSession() throws Exception {
        body(client, "/add-line?item=apple");
        assertThat(body(client, "/same")).isEqualTo("truetrue");
        assertThat(body(client, "/same", "X-User", "ada")).isEqualTo("truetrue");
    }

    @Test
    void names_areThoseOfBoth_andTheRestIsTheContainers() throws Exception {
        body(client, "/add?item=apple");
        assertThat(body(client, "/names")).isEqualTo("[cart, other]");
        assertThat(body(client, "/other")).isEqualTo("1");
        assertThat(body(sameBrowserOn(two), "/other")).isEqualTo("null");
    }

    @Test
    void getSession_alone_loadsNothing() throws Exception {
        body(client, "/add?item=apple");
        store.forgetCounts();
        body(client, "/session");
        body(one.client(), "/session");
        body(one.client(), "/cart");
        assertThat(store.calls()).isZero();
    }

    @Test
    void getSessionFalse_makesOne_whereTheVisitorHasSomething() throws Exception {
        assertThat(body(client, "/cart")).isEqualTo("no session");
        body(client, "/add?item=apple");
        assertThat(body(sameBrowserOn(two), "/cart")).isEqualTo("[apple]");
        body(client, "/session", "X-User", "ada");
        assertThat(body(two.client(), "/cart", "X-User", "ada")).isEqualTo("[apple]");
        assertThat(body(two.client(), "/cart", "X-User", "grace")).isEqualTo("no session");
    }

    @Test
    void theSameObjectAgain_afterTheResponseWasCommitted_isNoChange() throws Exception {
        body(client, "/add?item=apple");
        assertThat(body(client, "/flushed")).isEqualTo("same");
    }

    // ---- concurrent changes

    @Test
    void concurrentChanges_ofAGuest_areAllKept() throws Exception {
        body(client, "/add?item=first");
        changeFromBothNodes();
        assertThat(items(body(client, "/cart"))).hasSize(401);
    }

    @Test
    void concurrentChanges_ofAUser_areAllKept() throws Exception {
        body(client, "/add?item=first", "X-User", "ada");
        changeFromBothNodes("X-User", "ada");
        assertThat(items(body(client, "/cart", "X-User", "ada"))).hasSize(401);
    }

    private static Set<String> items(String list) {
        return Set.of(list.substring(1, list.length() - 1).split(", "));
    }

    private void changeFromBothNodes(String... headers) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Void>> work = new ArrayList<>();
            for (int thread = 0; thread < 8; thread++) {
                String name = "t" + thread;
                TestServer.Client browser = sameBrowserOn(thread % 2 == 0 ? one : two);
                work.add(() -> {
                    for (int i = 0; i < 50; i++) {
                        body(browser, (i % 2 == 0 ? "/add?item=" : "/add-to-copy?item=") + name + "-" + i, headers);
                    }
                    return null;
                });
            }
            for (Future<Void> done : threads.invokeAll(work)) {
                done.get();
            }
        } finally {
            threads.shutdown();
        }
    }

    // ---- types

    @Test
    void values_comeBackAsTheClassTheyWerePutAs() throws Exception {
        Map<String, Object> mixed = new LinkedHashMap<>();
        mixed.put("text", "x");
        mixed.put("number", 1);
        List<Object> values = List.of(
                "text",
                5L,
                5,
                2.5,
                new BigDecimal("2.50"),
                true,
                'c',
                Size.LARGE,
                LocalDate.of(2026, 11, 30),
                new Line("apple", 2),
                new ArrayList<>(List.of(new Line("apple", 2))),
                new ArrayList<>(List.of(1L, 2L)),
                new LinkedHashSet<>(List.of("b", "a")),
                new TreeSet<>(List.of(3L, 1L)),
                new HashMap<>(Map.of("apple", new Line("apple", 2))),
                new HashMap<>(Map.of(7L, new ArrayList<>(List.of(LocalDate.of(2026, 11, 30))))),
                mixed);
        for (Object value : values) {
            put.set(value);
            body(client, "/put");
            put.set("nothing");
            body(sameBrowserOn(two), "/get");
            assertThat(put.get()).isEqualTo(value);
            assertThat(put.get().getClass()).isEqualTo(value.getClass());
            body(client, "/get", "X-User", "ada");
            assertThat(put.get()).isEqualTo(value);
            assertThat(put.get().getClass()).isEqualTo(value.getClass());
            one.client().get("/session");
            PerUser.builder(store).build().erase(UserId.of("ada"));
        }
    }

    @Test
    void anEmptyList_getsItsTypeWithItsFirstElement_andKeepsItWithoutOne() throws Exception {
        put.set(new ArrayList<Line>());
        body(client, "/put");
        one.without("/line", (request, response) -> lines(request).add(new Line("apple", 1)));
        one.without("/none", (request, response) -> lines(request).clear());
        body(client, "/line");
        body(client, "/line");
        body(sameBrowserOn(two), "/get");
        assertThat(put.get()).isEqualTo(List.of(new Line("apple", 1), new Line("apple", 1)));
        body(client, "/none");
        body(client, "/line");
        body(sameBrowserOn(two), "/get");
        assertThat(put.get()).isEqualTo(List.of(new Line("apple", 1)));
    }

    @SuppressWarnings("unchecked")
    private static List<Line> lines(HttpServletRequest request) {
        return (List<Line>) request.getSession().getAttribute("value");
    }

    @Test
    void whatCantBeKept_isRefusedAtOnce_inWordsThatHelp() throws Exception {
        put.set("before");
        body(client, "/put");
        for (Object value : List.of(
                new Closed("x"),
                new ArrayList<>(List.of(new Line("apple", 1), LocalDate.of(2026, 11, 30))),
                new Thread("x"),
                new ArrayList<>(List.of(Thread.currentThread())))) {
            put.set(value);
            assertThat(body(client, "/put-refused?name=value"))
                    .contains("attribute 'value'")
                    .contains("an Attribute");
        }
        body(client, "/get");
        assertThat(put.get()).isEqualTo("before");
    }

    @Test
    void aDeclaredAttribute_hasItsDeclaredType() throws Exception {
        put.set("five");
        assertThat(body(client, "/put-refused?name=total"))
                .contains("attribute 'total'")
                .contains("declared type");
        put.set(5L);
        assertThat(body(client, "/put-refused?name=total")).isEmpty();
    }

    @Test
    void storedData_namesNoClassThatIsNotTrusted() throws Exception {
        PerUser perUser = PerUser.builder(store).build();
        perUser.withSession(UserId.of("ada"), session -> {
            session.put("value", Map.of("x", 1));
            session.put("peruser-types", Map.of("value", Map.of("java.lang.ProcessBuilder", Map.of())));
            return true;
        });
        assertThat(client.get("/get", "X-User", "ada").statusCode()).isEqualTo(500);
        put.set("replaced");
        body(client, "/put", "X-User", "ada");
        put.set(null);
        body(client, "/get", "X-User", "ada");
        assertThat(put.get()).isEqualTo("replaced");
    }

    @Test
    void ofTwoValuesWhereThereIsRoomForOne_theGuestsHolds() throws Exception {
        body(client, "/add-line?item=apple&coupon=old", "X-User", "ada");
        TestServer.Client guest = one.client();
        body(guest, "/add-line?item=pear&coupon=new");
        assertThat(body(guest, "/cart", "X-User", "ada")).isEqualTo("new since 2026-02-02: [apple, pear]");
        assertThat(body(two.client(), "/cart", "X-User", "ada")).isEqualTo("new since 2026-02-02: [apple, pear]");
        put.set(1L);
        body(client, "/put", "X-User", "ada");
        TestServer.Client other = one.client();
        put.set(2L);
        body(other, "/put");
        body(other, "/get", "X-User", "ada");
        assertThat(put.get()).isEqualTo(2L);
    }

    // ---- the session's life

    @Test
    void invalidate_removesAGuestsAttributes() throws Exception {
        body(client, "/add?item=apple");
        assertThat(body(client, "/invalidate")).isEqualTo("nullnull");
        assertThat(body(client, "/cart")).isIn("no session", "null");
        assertThat(body(client, "/names")).isEqualTo("[other]");
    }

    @Test
    void invalidate_leavesAUsersInTheAccount() throws Exception {
        body(client, "/add?item=apple", "X-User", "ada");
        assertThat(body(client, "/invalidate", "X-User", "ada")).isEqualTo("null[apple]");
        assertThat(body(two.client(), "/cart", "X-User", "ada")).isEqualTo("[apple]");
    }

    @Test
    void listeners_areToldOfSetReplaceRemoveAndInvalidate() throws Exception {
        Bound.EVENTS.clear();
        body(client, "/bind?name=a");
        body(client, "/bind?name=b");
        body(client, "/unbind");
        body(client, "/bind?name=c");
        body(client, "/invalidate");
        assertThat(Bound.EVENTS).containsExactly("+a", "+b", "-a", "-b", "+c", "-c");
    }

    @Test
    void aSessionKeptBeyondTheRequest_isTheContainers_andRefusesTheRest() throws Exception {
        body(client, "/add?item=apple");
        body(client, "/keep");
        HttpSession session = kept.get();
        session.setAttribute("other", 2);
        assertThat(session.getAttribute("other")).isEqualTo(2);
        assertThatIllegalStateException()
                .isThrownBy(() -> session.getAttribute("cart"))
                .withMessageContaining("a request that is over");
    }

    @Test
    void withoutNames_theSessionIsTheContainersOwn() throws Exception {
        PerUserFilter filter = PerUserFilter.builder(
                        PerUser.builder(new InMemorySessionStore()).build())
                .httpSessionAttributes(HttpSessionAttributes.named(List.of()))
                .build();
        try (TestServer plain = new TestServer(filter)) {
            plain.without(
                    "/class",
                    (request, response) -> response.getWriter()
                            .print(request.getSession().getClass().getName()));
            assertThat(body(plain.start().client(), "/class")).startsWith("org.apache.catalina");
        }
    }
}
