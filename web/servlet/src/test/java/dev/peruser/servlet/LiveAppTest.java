package dev.peruser.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.MergeBehavior;
import dev.peruser.PerUser;
import dev.peruser.UserId;
import dev.peruser.UserRecord;
import dev.peruser.UserSession;
import dev.peruser.Visitor;
import dev.peruser.store.Deadline;
import dev.peruser.store.InMemorySessionStore;
import jakarta.servlet.http.HttpServletRequest;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The reference's own application and its 43 assertions, over HTTP: foo and bar in the store, gorch with the data
 * within the user.
 */
class LiveAppTest {
    /** A user of the application that keeps session data itself. */
    static final class HoldingUser implements UserRecord.Unversioned {
        private Map<String, @Nullable Object> data = new LinkedHashMap<>();

        @Override
        public Optional<Map<String, @Nullable Object>> loadSessionData(Deadline deadline) {
            return Optional.of(data);
        }

        @Override
        public void storeSessionData(Map<String, @Nullable Object> stored, Deadline deadline) {
            data = stored;
        }
    }

    private final HoldingUser gorch = new HoldingUser();
    private int assertions;

    private Visitor visitor(HttpServletRequest request) {
        var session = request.getSession(false);
        Object user = session == null ? null : session.getAttribute("user");
        if (user == null) {
            return Visitor.guest();
        }
        return Visitor.user(UserId.of((String) user), user.equals("gorch") ? gorch : null);
    }

    private static void addItem(UserSession session, String item) {
        session.map("items").put(item, 1);
    }

    private TestServer application() throws Exception {
        PerUser perUser = PerUser.builder(new InMemorySessionStore())
                .mergeBehavior(MergeBehavior.RIGHT_PRECEDENT)
                .build();
        TestServer server = new TestServer(perUser, this::visitor);
        server.on(
                "/show_items",
                (request, response, session) -> response.getWriter()
                        .print(String.join(
                                ", ", new TreeSet<>(session.map("items").keySet()))));
        for (String item : new String[] {"foo", "bar", "gorch", "ding", "baz", "moose", "elk"}) {
            server.on("/add_item/" + item, (request, response, session) -> addItem(session, item));
        }
        for (String user : new String[] {"foo", "bar", "gorch"}) {
            server.on(
                    "/auth_login/" + user,
                    (request, response, session) -> request.getSession().setAttribute("user", user));
        }
        server.on("/auth_logout", (request, response, session) -> {
            RequestVisit.of(request).orElseThrow().signedOut();
            request.getSession().removeAttribute("user");
        });
        return server.start();
    }

    @Test
    void liveApp_passesAll43Assertions() throws Exception {
        JsonNode script;
        try (InputStream in = Objects.requireNonNull(LiveAppTest.class.getResourceAsStream("live_app.json"))) {
            script = new JsonMapper().readTree(in);
        }
        try (TestServer server = application()) {
            TestServer.Client client = server.client();
            for (JsonNode step : script.get("steps")) {
                if (step.has("get")) {
                    HttpResponse<String> response = client.get(step.get("get").asString());
                    check(() -> assertThat(response.statusCode())
                            .as(step.toString())
                            .isBetween(200, 299));
                    if (step.has("expect_body")) {
                        String body = step.get("expect_body").asString();
                        check(() ->
                                assertThat(response.body()).as(step.toString()).isEqualTo(body));
                    }
                } else {
                    check(() -> assertThat(keysWithin(gorch)).isEqualTo(keysOf(step.get("expect_keys"))));
                }
            }
        }
        assertThat(assertions).isEqualTo(43);
    }

    private void check(Runnable assertion) {
        assertion.run();
        assertions++;
    }

    private static Set<String> keysWithin(HoldingUser user) {
        Set<String> keys = new TreeSet<>();
        ((Map<?, ?>) Objects.requireNonNull(user.data.get("items"))).keySet().forEach(key -> keys.add((String) key));
        return keys;
    }

    private static Set<String> keysOf(JsonNode names) {
        Set<String> keys = new TreeSet<>();
        names.forEach(name -> keys.add(name.asString()));
        return keys;
    }
}
