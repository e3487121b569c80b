package dev.peruser.it.containers;

import dev.peruser.store.SessionStore;
import dev.peruser.store.tck.faults.FailingSessionStore;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * What the client gets when the session can't be saved: the same whatever kind of controller had answered, whatever it
 * had written, and whatever the client accepts.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LostAnswerIT {
    private static final Duration LONGEST = Duration.ofSeconds(5);
    private static final String[] ACCEPTED = {
        "", "*/*", "text/html", "text/plain", "application/json", "image/png", "application/problem+json"
    };

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final Map<Server, ConfigurableApplicationContext> servers = new EnumMap<>(Server.class);

    @BeforeAll
    void start() {
        for (Server server : Server.values()) {
            servers.put(server, server.start(LostAnswers.class));
        }
    }

    @AfterAll
    void stop() {
        servers.values().forEach(ConfigurableApplicationContext::close);
    }

    static Stream<Arguments> serversAndPaths() {
        return Arrays.stream(Server.values())
                .flatMap(server -> Arrays.stream(LostAnswers.PATHS).map(path -> Arguments.of(server, path)));
    }

    private HttpResponse<String> get(Server server, String path, String accepted)
            throws IOException, InterruptedException {
        URI uri = URI.create("http://localhost:" + Server.port(servers.get(server)) + path);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(LONGEST);
        if (!accepted.isEmpty()) {
            request.header("Accept", accepted);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private FailingSessionStore store(Server server) {
        return (FailingSessionStore) servers.get(server).getBean(SessionStore.class);
    }

    @ParameterizedTest
    @MethodSource("serversAndPaths")
    void storeThatCannotSave_is503_whateverWasWrittenAndIsAccepted(Server server, String path) throws Exception {
        store(server).onSaves().fail();
        try {
            check(server, path + "?ok=true", 503);
        } finally {
            store(server).recover();
        }
    }

    @ParameterizedTest
    @MethodSource("serversAndPaths")
    void valueThatCannotBeStored_is500_whateverWasWrittenAndIsAccepted(Server server, String path) throws Exception {
        check(server, path + "?ok=false", 500);
    }

    private void check(Server server, String path, int status) throws Exception {
        SoftAssertions soft = new SoftAssertions();
        for (String accepted : ACCEPTED) {
            HttpResponse<String> response = get(server, path, accepted);
            String what = path + " accepting '" + accepted + "': "
                    + response.headers().map() + response.body();
            soft.assertThat(response.statusCode()).as(what).isEqualTo(status);
            soft.assertThat(response.body()).as(what).doesNotContain("success");
            soft.assertThat(response.headers().allValues("Set-Cookie"))
                    .as(what)
                    .anyMatch(cookie -> cookie.startsWith("signed-in=yes"))
                    .anyMatch(cookie -> cookie.startsWith("second=yes"))
                    .hasSize(2);
            soft.assertThat(response.headers().allValues("X-Kept")).as(what).containsExactly("one", "two");
            if (server != Server.JETTY) { // its sendError drops it
                soft.assertThat(String.join(", ", response.headers().allValues("Vary"))
                                .split(", "))
                        .as(what)
                        .contains("Accept-Language");
            }
            soft.assertThat(response.headers().allValues("Date")).as(what).hasSize(1);
            soft.assertThat(response.headers().firstValue("Content-Security-Policy"))
                    .as(what)
                    .isPresent();
            soft.assertThat(response.headers().allValues("Cache-Control"))
                    .as(what)
                    .doesNotContain("max-age=60");
            soft.assertThat(response.headers().map().keySet())
                    .as(what)
                    .doesNotContainAnyElementsOf(List.of(LostAnswers.GONE).stream()
                            .map(String::toLowerCase)
                            .toList());
            soft.assertThat(response.headers().firstValue("Content-Language").orElse(""))
                    .as(what)
                    .isNotEqualTo("de");
            if (!path.startsWith("/events") && !path.startsWith("/streaming")) {
                boolean isJson = List.of("", "*/*", "application/json").contains(accepted);
                soft.assertThat(response.headers().firstValue("Content-Type").orElse("none"))
                        .as(what)
                        .startsWith(isJson ? "application/json" : accepted.equals("text/html") ? "text/html" : "");
            }
        }
        soft.assertAll();
    }
}
