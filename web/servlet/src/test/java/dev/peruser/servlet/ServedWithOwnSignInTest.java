package dev.peruser.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.PerUser;
import dev.peruser.UserId;
import dev.peruser.Visitor;
import dev.peruser.store.InMemorySessionStore;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An application whose own code keeps in the HttpSession who is signed in, beside the visitor's cart. */
class ServedWithOwnSignInTest {
    private TestServer server;

    private TestServer.Client start(String... names) throws Exception {
        PerUserFilter filter = PerUserFilter.builder(
                        PerUser.builder(new InMemorySessionStore()).build())
                .visitors(ServedWithOwnSignInTest::visitor)
                .httpSessionAttributes(HttpSessionAttributes.named(List.of(names)))
                .build();
        server = new TestServer(filter)
                .without("/sign-in", (request, response) -> request.getSession().setAttribute("account", "ada"))
                .without(
                        "/sign-out",
                        (request, response) -> request.getSession(false).invalidate())
                .without("/add", (request, response) -> cart(request).add(request.getParameter("item")))
                .without("/cart", (request, response) -> response.getWriter().print(cart(request)));
        return server.start().client();
    }

    private static Visitor visitor(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        Object account = session == null ? null : session.getAttribute("account");
        return account == null ? Visitor.guest() : Visitor.user(UserId.of(account.toString()));
    }

    @SuppressWarnings("unchecked")
    private static List<String> cart(HttpServletRequest request) {
        HttpSession session = request.getSession();
        if (session.getAttribute("cart") == null) {
            session.setAttribute("cart", new ArrayList<String>());
        }
        return (List<String>) session.getAttribute("cart");
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @Test
    void signIn_carriesTheCart_andEndingTheSession_leavesItInTheAccount() throws Exception {
        TestServer.Client browser = start("cart");
        browser.get("/add?item=apple");
        browser.get("/sign-in");
        assertThat(browser.get("/cart").body()).isEqualTo("[apple]");
        browser.get("/sign-out");
        assertThat(browser.get("/cart").body()).isEqualTo("[]");
        TestServer.Client other = server.client();
        other.get("/sign-in");
        assertThat(other.get("/cart").body()).isEqualTo("[apple]");
    }

    @Test
    void whoIsSignedIn_canBeNoneOfTheVisitorsAttributes() throws Exception {
        TestServer.Client browser = start("*");
        server.without("/words", (request, response) -> {
            try {
                cart(request);
            } catch (IllegalStateException e) {
                response.getWriter().print(e.getMessage());
            }
        });
        assertThat(browser.get("/words").body()).contains("leave it out of peruser.http-session.attributes");
    }
}
