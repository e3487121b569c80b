package dev.peruser.spring.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.PerUser;
import dev.peruser.StoreException;
import dev.peruser.UserId;
import dev.peruser.Visit;
import dev.peruser.Visitor;
import dev.peruser.store.tck.faults.FailingSessionStore;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.web.SecurityFilterChain;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The endpoint and the health indicator in a running application. */
@ExtendWith(OutputCaptureExtension.class)
class EndpointTest {
    private static final JsonMapper JSON = new JsonMapper();
    /** Not a name that a random reference may contain. */
    private static final UserId ADA = UserId.of("lovelace");

    private ConfigurableApplicationContext application;

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Operated {
        @Bean
        FailingSessionStore store() {
            return FailingSessionStore.inMemory();
        }

        @Bean
        SecurityFilterChain open(HttpSecurity http) {
            return http.csrf(AbstractHttpConfigurer::disable)
                    .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                    .build();
        }
    }

    private void start(String... properties) {
        application = new SpringApplicationBuilder(Operated.class)
                .properties(
                        "server.port=0",
                        "management.endpoint.health.show-details=always",
                        "management.health.redis.enabled=false", // its address is known here, nothing more
                        "spring.main.banner-mode=off")
                .properties(properties)
                .run();
        application.getBean(PerUser.class).withSession(ADA, session -> {
            session.put("cart", Map.of("kettle", 2));
            return null;
        });
        application.getBean(PerUser.class).withSession(new UserId("google", "lovelace"), session -> {
            session.put("other", "another Ada's");
            return null;
        });
    }

    @AfterEach
    void stop() {
        application.close();
        System.clearProperty("CONSOLE_LOG_STRUCTURED_FORMAT"); // Boot leaves it, and later applications would follow it
    }

    private HttpResponse<String> send(String method, String path) throws IOException, InterruptedException {
        String port = application.getEnvironment().getProperty("local.server.port");
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator" + path))
                .method(method, HttpRequest.BodyPublishers.ofString(method.equals("POST") ? "{}" : ""))
                .header("Content-Type", "application/json")
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    private JsonNode answer(String method, String path) throws IOException, InterruptedException {
        HttpResponse<String> response = send(method, path);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JSON.readTree(response.body());
    }

    @Test
    void endpoint_isNotExposed_unlessTheApplicationSaysSo() throws Exception {
        start();
        assertThat(send("GET", "/peruser").statusCode()).isEqualTo(404);
        assertThat(application.containsBean("perUserEndpoint")).isFalse();
    }

    @Test
    void summary_saysWhichStore_andWhatWasCounted() throws Exception {
        start("management.endpoints.web.exposure.include=peruser");
        JsonNode summary = answer("GET", "/peruser");
        assertThat(summary.get("store").asString()).isEqualTo("InMemorySessionStore");
        assertThat(summary.get("counts").get("commits").asInt()).isEqualTo(2);
        assertThat(summary.get("countedSince").asString()).isNotBlank();
    }

    @Test
    void lookAtAUser_showsNamesAndTimes_andNoValues_andIsLoggedWithoutTheId(CapturedOutput output) throws Exception {
        start("management.endpoints.web.exposure.include=peruser");
        JsonNode look = answer("GET", "/peruser/lovelace");
        JsonNode cart = look.get("session").get("attributes").get("cart");
        assertThat(cart.get("value").asString()).isEqualTo("******");
        assertThat(look.toString()).doesNotContain("kettle").doesNotContain("other");
        assertThat(look.get("session").get("expiresAt").asString()).isNotBlank();
        assertThat(output.getOut().lines().filter(line -> line.contains("peruser.viewed")))
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .contains(
                                "dev.peruser.audit",
                                "found",
                                look.get("reference").asString())
                        .doesNotContain("lovelace"));
        assertThat(send("GET", "/peruser/nobody").statusCode()).isEqualTo(404);
    }

    /**
     * Values are wherever a sign-in keeps something: with the account, in the report, and in the record of the merge.
     */
    @Test
    void lookAtAUser_showsNoValues_ofWhatASignInKept() throws Exception {
        start("management.endpoints.web.exposure.include=peruser");
        PerUser perUser = application.getBean(PerUser.class);
        Visit guest = perUser.visit(Visitor::guest, List.of());
        guest.session().put("cart", Map.of("teapot", 1));
        guest.commit();
        Visit signIn =
                perUser.visit(() -> Visitor.user(ADA), guest.takeTokenChanges().toSet());
        assertThat(signIn.session().names()).containsExactly("cart");
        signIn.commit();
        signIn.end();
        guest.end();

        JsonNode session = answer("GET", "/peruser/lovelace").get("session");

        assertThat(session.toString()).doesNotContain("kettle").doesNotContain("teapot");
        JsonNode absorbed = session.get("absorbed").get(0);
        assertThat(absorbed.get("merged").get("cart").get("value").asString()).isEqualTo("******");
        assertThat(absorbed.get("before").get("cart").get("value").asString()).isEqualTo("******");
        assertThat(absorbed.get("isCopyLeft").asBoolean()).isFalse();
        JsonNode entry = session.get("mergeReports").get(0).get("entries").get(0);
        assertThat(entry.get("guest").asString()).isEqualTo("******");
        assertThat(entry.get("outcome").asString()).isEqualTo("COMBINED");
    }

    @Test
    void realm_namesAnotherUser() throws Exception {
        start("management.endpoints.web.exposure.include=peruser");
        JsonNode attributes =
                answer("GET", "/peruser/lovelace?realm=google").get("session").get("attributes");
        assertThat(attributes.propertyNames()).containsExactly("other");
    }

    @Test
    void lookAtAUser_showsValues_ifThePropertySaysSo() throws Exception {
        start("management.endpoints.web.exposure.include=peruser", "peruser.endpoint.show-values=true");
        JsonNode attributes = answer("GET", "/peruser/lovelace").get("session").get("attributes");
        assertThat(attributes.get("cart").get("value")).hasToString("{\"kettle\":2}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "DELETE"})
    void exportAndErase_areNotAllowed_unlessAccessIsUnrestricted(String method) throws Exception {
        start("management.endpoints.web.exposure.include=peruser");
        assertThat(send(method, "/peruser/lovelace").statusCode()).isEqualTo(405);
        assertThat(application.getBean(PerUser.class).export(ADA).isEmpty()).isFalse();
    }

    @Test
    void exportAndErase_giveAllAndLeaveNothing_andAreLoggedWithoutTheId(CapturedOutput output) throws Exception {
        start("management.endpoints.web.exposure.include=peruser", "management.endpoint.peruser.access=unrestricted");
        JsonNode export = answer("POST", "/peruser/lovelace");
        assertThat(export.get("session").get("attributes").get("cart").get("value"))
                .hasToString("{\"kettle\":2}");
        JsonNode erasure = answer("DELETE", "/peruser/lovelace");
        assertThat(erasure.get("found").asBoolean()).isTrue();
        assertThat(answer("DELETE", "/peruser/lovelace").get("found").asBoolean())
                .isFalse();
        assertThat(answer("POST", "/peruser/lovelace")
                        .get("session")
                        .get("attributes")
                        .isEmpty())
                .isTrue();
        assertThat(send("GET", "/peruser/lovelace").statusCode()).isEqualTo(404);
        assertThat(answer("GET", "/peruser/lovelace?realm=google").has("session"))
                .isTrue();
        assertThat(output.getOut().lines().filter(line -> line.contains("dev.peruser.audit")))
                .hasSize(6)
                .anySatisfy(line -> assertThat(line)
                        .contains(
                                "peruser.exported",
                                "found",
                                export.get("reference").asString()))
                .anySatisfy(line -> assertThat(line)
                        .contains(
                                "peruser.erased",
                                "found",
                                erasure.get("reference").asString()))
                .anySatisfy(line -> assertThat(line).contains("peruser.erased", "nothing"))
                .noneSatisfy(line -> assertThat(line).contains("lovelace"));
    }

    @Test
    void logEvents_haveTheirFields_whereLogsAreStructured(CapturedOutput output) throws Exception {
        start("management.endpoints.web.exposure.include=peruser", "logging.structured.format.console=logstash");
        JsonNode look = answer("GET", "/peruser/lovelace");
        assertThat(output.getOut().lines().filter(line -> line.contains("dev.peruser.audit")))
                .singleElement()
                .satisfies(line -> {
                    JsonNode event = JSON.readTree(line);
                    assertThat(event.get("event").asString()).isEqualTo("peruser.viewed");
                    assertThat(event.get("outcome").asString()).isEqualTo("found");
                    assertThat(event.get("reference")).isEqualTo(look.get("reference"));
                });
    }

    @Test
    void health_isUp_whileTheStoreAnswers() throws Exception {
        start("management.endpoints.web.exposure.include=health");
        JsonNode health = answer("GET", "/health").get("components").get("peruser");
        assertThat(health.get("status").asString()).isEqualTo("UP");
        assertThat(health.get("details").get("store").asString()).isEqualTo("InMemorySessionStore");
    }

    @Test
    void health_isDown_andSaysWhatIsWrong_inTheWordsOfTheStore() throws Exception {
        start("management.endpoints.web.exposure.include=health");
        application
                .getBean(FailingSessionStore.class)
                .onCalls()
                .fail(() -> new StoreException("the database can't be reached"));
        HttpResponse<String> response = send("GET", "/health");
        assertThat(response.statusCode()).isEqualTo(503);
        JsonNode health = JSON.readTree(response.body()).get("components").get("peruser");
        assertThat(health.get("status").asString()).isEqualTo("DOWN");
        assertThat(health.get("details").get("reason").asString()).isEqualTo("the database can't be reached");
    }

    @Test
    void health_ofAStoreThatThrowsAnythingElse_namesTheClass_andNotTheMessage() throws Exception {
        start("management.endpoints.web.exposure.include=health");
        application
                .getBean(FailingSessionStore.class)
                .onCalls()
                .fail(() -> new IllegalStateException("db.internal: password of lovelace"));
        JsonNode health =
                JSON.readTree(send("GET", "/health").body()).get("components").get("peruser");
        assertThat(health.toString()).contains("IllegalStateException").doesNotContain("internal");
    }

    @Test
    void health_canBeSwitchedOff() throws Exception {
        start("management.endpoints.web.exposure.include=health", "management.health.peruser.enabled=false");
        assertThat(answer("GET", "/health").get("components").has("peruser")).isFalse();
    }
}
