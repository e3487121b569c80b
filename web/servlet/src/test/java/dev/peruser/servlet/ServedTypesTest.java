package dev.peruser.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.PerUser;
import dev.peruser.SessionDataException;
import dev.peruser.UserId;
import jakarta.servlet.http.HttpServletRequest;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Of which class the visitor's attributes are that code puts into the HttpSession. */
class ServedTypesTest extends ServedAttributesFixture {
    private final AtomicReference<Object> put = new AtomicReference<>();

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

    @Override
    void addPages(TestServer server) {
        server.without("/put", (request, response) -> request.getSession().setAttribute("value", put.get()))
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
                });
    }

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
}
