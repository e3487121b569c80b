package com.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class CartApplicationTest {
    private static final Pattern CSRF_TOKEN = Pattern.compile("name=\"_csrf\"[^>]* value=\"([^\"]+)\"");

    @TempDir
    private static Path directory;

    @Value("${local.server.port}")
    private int port;

    @DynamicPropertySource
    static void sessionsInATemporaryFolder(DynamicPropertyRegistry registry) {
        registry.add("peruser.embedded.path", () -> directory.resolve("peruser.db").toString());
    }

    @Test
    void guestCart_followsTheSignIn_andASecondClientSeesIt() throws Exception {
        Client desk = new Client();
        assertThat(desk.post("/cart/tea", "").statusCode()).isEqualTo(200);
        assertThat(desk.get("/cart")).isEqualTo("[\"tea\"]");

        Client phone = new Client();
        assertThat(phone.get("/cart")).isEqualTo("[]");
        phone.signIn();
        phone.post("/cart/milk", "");

        desk.signIn();
        assertThat(desk.get("/cart")).isEqualTo("[\"milk\",\"tea\"]");
        assertThat(phone.get("/cart")).isEqualTo("[\"milk\",\"tea\"]");

        desk.post("/logout", "");
        assertThat(desk.get("/cart")).isEqualTo("[]");
        assertThat(phone.get("/cart")).isEqualTo("[\"milk\",\"tea\"]");
    }

    /** A browser. */
    private final class Client {
        private final HttpClient http =
                HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

        String get(String path) throws Exception {
            return send(request(path)).body();
        }

        HttpResponse<String> post(String path, String fields) throws Exception {
            Matcher token = CSRF_TOKEN.matcher(get("/login"));
            assertThat(token.find()).isTrue();
            String form = "_csrf=" + URLEncoder.encode(token.group(1), StandardCharsets.UTF_8) + fields;
            return send(request(path)
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString(form)));
        }

        void signIn() throws Exception {
            int status = post("/login", "&username=ada&password=a+good+password").statusCode();
            assertThat(status).isEqualTo(302);
        }

        private HttpRequest.Builder request(String path) {
            return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
        }

        private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }
}
