package dev.peruser.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.peruser.PerUser;
import dev.peruser.store.InMemorySessionStore;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The visitor's attributes in the HttpSession: how they are read and changed, and how long the session lives. */
class ServedAttributesTest extends ServedAttributesFixture {
    private final AtomicReference<HttpSession> kept = new AtomicReference<>();

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

    @Override
    void addPages(TestServer server) {
        server.without("/names", (request, response) -> {
                    HttpSession session = request.getSession();
                    session.setAttribute("other", 1);
                    response.getWriter().print(new TreeSet<>(Collections.list(session.getAttributeNames())));
                })
                .without(
                        "/other",
                        (request, response) ->
                                response.getWriter().print(request.getSession().getAttribute("other")))
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
