package dev.peruser.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.Attribute;
import dev.peruser.PerUser;
import dev.peruser.store.tck.faults.FailingSessionStore;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What the container's sessions have under names that became the visitor's: by the header X-Before a request is one of
 * before, and sees the container's session.
 */
class TakeOverTest {
    private final FailingSessionStore store = FailingSessionStore.inMemory();
    private TestServer server;
    private TestServer.Client browser;

    /** Of no trusted package, so that it can't be kept. */
    private static final Object FOREIGN = new StringBuilder("foreign");

    @BeforeEach
    void start() throws Exception {
        PerUser perUser = PerUser.builder(store)
                .attribute(Attribute.builder("total", Long.class)
                        .defaultValue(0L)
                        .mergeBy(dev.peruser.Merger.sum())
                        .build())
                .deadline(Duration.ofSeconds(30))
                .build();
        PerUserFilter filter = PerUserFilter.builder(perUser)
                .visitors(TestServer::visitor)
                .httpSessionAttributes(HttpSessionAttributes.named(List.of("cart", "total", "odd")))
                .build();
        server = new TestServer(filter, asBefore());
        server.without("/cart", (request, response) -> {
                    HttpSession session = request.getSession(false);
                    response.getWriter().print(session == null ? "no session" : session.getAttribute("cart"));
                })
                .on(
                        "/own",
                        (request, response, session) ->
                                response.getWriter().print(session.get("cart").orElse(null)))
                .without("/add", (request, response) -> add(request.getSession(), request.getParameter("item")))
                .without(
                        "/total",
                        (request, response) ->
                                response.getWriter().print(request.getSession().getAttribute("total")))
                .without(
                        "/names",
                        (request, response) -> response.getWriter()
                                .print(new TreeSet<>(
                                        Collections.list(request.getSession().getAttributeNames()))))
                .without("/new-id", (request, response) -> {
                    request.getSession();
                    request.changeSessionId();
                })
                .without(
                        "/invalidate",
                        (request, response) -> request.getSession().invalidate())
                .without(
                        "/untouched",
                        (request, response) -> response.getWriter().print("untouched"));
        server.start();
        browser = server.client();
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    /** Answers requests of before. */
    private static Filter asBefore() {
        return (request, response, chain) -> {
            HttpServletRequest http = (HttpServletRequest) request;
            String before = http.getHeader("X-Before");
            if (before == null) {
                chain.doFilter(request, response);
                return;
            }
            HttpSession session = http.getSession();
            for (String change : before.split(",")) {
                switch (change) {
                    case "total" -> session.setAttribute("total", 5L);
                    case "odd" -> session.setAttribute("odd", FOREIGN);
                    case "show" -> response.getWriter().print(session.getAttribute("cart"));
                    case "names" ->
                        response.getWriter().print(new TreeSet<>(Collections.list(session.getAttributeNames())));
                    default -> add(session, change);
                }
            }
        };
    }

    @SuppressWarnings("unchecked")
    private static void add(HttpSession session, String item) {
        List<String> cart = (List<String>) session.getAttribute("cart");
        cart = cart == null ? new ArrayList<>() : new ArrayList<>(cart);
        cart.add(item);
        session.setAttribute("cart", cart);
    }

    private static String body(TestServer.Client browser, String path, String... headers) throws Exception {
        return ServedAttributesFixture.body(browser, path, headers);
    }

    private void before(String changes) throws Exception {
        body(browser, "/before", "X-Before", changes);
    }

    private String ofContainer() throws Exception {
        return body(browser, "/before", "X-Before", "names");
    }

    @Test
    void aGuestsCart_isThereAsBefore_andGoesFromTheContainersSession() throws Exception {
        before("apple,pear");
        assertThat(body(browser, "/cart")).isEqualTo("[apple, pear]");
        assertThat(body(browser, "/before", "X-Before", "show")).isEqualTo("null");
        assertThat(body(browser, "/cart")).isEqualTo("[apple, pear]");
        body(browser, "/add?item=plum");
        assertThat(body(browser, "/cart")).isEqualTo("[apple, pear, plum]");
        assertThat(body(browser, "/cart", "X-User", "ada")).isEqualTo("[apple, pear, plum]");
        assertThat(body(server.client(), "/cart", "X-User", "ada")).isEqualTo("[apple, pear, plum]");
    }

    @Test
    void aUsersCart_isInTheAccount_besideWhatIsThere() throws Exception {
        body(server.client(), "/add?item=plum", "X-User", "ada");
        before("apple,total");
        body(server.client(), "/names", "X-User", "ada");
        assertThat(body(browser, "/cart", "X-User", "ada")).isEqualTo("[plum, apple]");
        TestServer.Client other = server.client();
        other.get("/before", "X-Before", "total");
        assertThat(body(other, "/total", "X-User", "ada")).isEqualTo("10");
        assertThat(body(server.client(), "/total", "X-User", "ada")).isEqualTo("10");
        assertThat(ofContainer()).isEqualTo("[peruser.taken-over]");
    }

    @Test
    void aRequestThatUsesNoSession_takesNothing_andOneThatOnlyKnowsPerUsersTakesIt() throws Exception {
        before("apple");
        store.forgetCounts();
        body(browser, "/untouched");
        assertThat(store.calls()).isZero();
        assertThat(body(browser, "/own")).isEqualTo("[apple]");
        assertThat(ofContainer()).isEqualTo("[peruser.taken-over]");
    }

    @Test
    void aRequestWithoutEarlierValues_asksTheStoreNoMoreThanBefore() throws Exception {
        before("apple");
        body(browser, "/cart");
        body(browser, "/cart");
        store.forgetCounts();
        body(browser, "/cart");
        assertThat(store.calls()).isOne();
    }

    @Test
    void signIn_thatChangesTheSessionsId_carriesIt() throws Exception {
        before("apple");
        body(browser, "/new-id", "X-User", "ada");
        assertThat(body(server.client(), "/cart", "X-User", "ada")).isEqualTo("[apple]");
        assertThat(body(browser, "/cart", "X-User", "ada")).isEqualTo("[apple]");
        assertThat(body(browser, "/cart")).isEqualTo("null");
    }

    @Test
    void signOut_asTheFirstRequest_leavesItInTheAccount() throws Exception {
        before("apple");
        body(browser, "/invalidate", "X-User", "ada");
        assertThat(body(server.client(), "/cart", "X-User", "ada")).isEqualTo("[apple]");
        assertThat(body(browser, "/cart")).isIn("no session", "null");
    }

    @Test
    void invalidate_ofAGuest_removesItEverywhere() throws Exception {
        before("apple");
        body(browser, "/invalidate");
        assertThat(body(browser, "/cart")).isIn("no session", "null");
        assertThat(body(browser, "/own")).isEqualTo("null");
    }

    @Test
    void whatCantBeKept_staysInTheContainersSession() throws Exception {
        before("apple,odd");
        assertThat(body(browser, "/cart")).isEqualTo("[apple]");
        assertThat(body(browser, "/names")).isEqualTo("[cart, peruser.taken-over]");
        assertThat(ofContainer()).isEqualTo("[odd, peruser.taken-over]");
        assertThat(body(browser, "/cart")).isEqualTo("[apple]");
    }

    @Test
    void valuesThatAServerOfBeforeAddsLater_areTakenToo_andEqualOnesAsWell() throws Exception {
        before("apple");
        assertThat(body(browser, "/cart")).isEqualTo("[apple]");
        before("apple");
        assertThat(body(browser, "/cart")).isEqualTo("[apple, apple]");
        before("pear");
        assertThat(body(browser, "/cart", "X-User", "ada")).contains("pear");
        assertThat(body(browser, "/cart", "X-User", "ada").split(",")).hasSize(3);
    }

    @Test
    void theResponseThatTellsTheToken_canBeLost() throws Exception {
        before("apple");
        TestServer.Client lost = sameContainersSession();
        body(lost, "/cart");
        assertThat(body(browser, "/cart")).isEqualTo("[apple]");
        assertThat(body(browser, "/cart")).isEqualTo("[apple]");
        assertThat(body(browser, "/cart", "X-User", "ada")).isEqualTo("[apple]");
        assertThat(body(browser, "/cart", "X-User", "grace")).isEqualTo("null");
    }

    @Test
    void theResponseCanBeLost_alsoIfTheBrowserHadAGuestsSession() throws Exception {
        body(browser, "/add?item=plum");
        before("apple");
        TestServer.Client lost = sameContainersSession();
        lost.cookies.getCookieStore().removeAll();
        copyCookies(browser, lost);
        assertThat(body(lost, "/cart")).contains("apple", "plum");
        assertThat(body(browser, "/cart")).contains("apple", "plum");
        assertThat(body(browser, "/cart")).contains("apple", "plum");
    }

    @Test
    void aStoreThatIsDown_losesNothing_andTheSignInIsCarriedLater() throws Exception {
        before("apple");
        store.onCalls().fail();
        assertThat(browser.get("/cart").statusCode()).isEqualTo(503);
        body(browser, "/new-id", "X-User", "ada");
        store.recover();
        assertThat(body(browser, "/cart", "X-User", "ada")).isEqualTo("[apple]");
        assertThat(body(browser, "/cart", "X-User", "ada")).isEqualTo("[apple]");
    }

    @Test
    void requestsInParallel_takeItOnce() throws Exception {
        for (boolean isUser : List.of(false, true)) {
            for (int round = 0; round < 20; round++) {
                String user = isUser + "-" + round;
                String[] headers = isUser ? new String[] {"X-User", user} : new String[0];
                browser = server.client();
                before("apple");
                inParallel(headers);
                assertThat(body(browser, "/cart", headers).split(","))
                        .as("%s, round %s", isUser, round)
                        .hasSize(5);
                assertThat(body(browser, "/cart", "X-User", user).split(",")).hasSize(5);
            }
        }
    }

    /** Four requests of one browser, each of which adds something. */
    private void inParallel(String... headers) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        CyclicBarrier start = new CyclicBarrier(4);
        try {
            List<Callable<Void>> work = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                String path = "/add?item=p" + thread;
                work.add(() -> {
                    start.await();
                    body(browser, path, headers);
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

    /** A client with the cookie of the container's session, whose own cookies the browser doesn't get. */
    private TestServer.Client sameContainersSession() {
        TestServer.Client client = server.client();
        copyCookies(browser, client);
        return client;
    }

    private void copyCookies(TestServer.Client from, TestServer.Client to) {
        java.net.URI address = java.net.URI.create("http://localhost:" + server.port() + "/");
        from.cookies
                .getCookieStore()
                .getCookies()
                .forEach(cookie -> to.cookies.getCookieStore().add(address, cookie));
    }
}
