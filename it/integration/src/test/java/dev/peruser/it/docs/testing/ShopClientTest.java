package dev.peruser.it.docs.testing;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureRestTestClient;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.http.ResponseCookie;
import org.springframework.test.web.servlet.client.RestTestClient;

// snippet-file:testing-client
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@AutoConfigureRestTestClient
class ShopClientTest {
    @Autowired
    private RestTestClient client;

    @Test
    void guest_isFoundByTheCookie() {
        ResponseCookie cookie = client.get()
                .uri("/products/teapot")
                .exchangeSuccessfully()
                .returnResult()
                .getResponseCookies()
                .toSingleValueMap()
                .values()
                .iterator()
                .next();

        client.get()
                .uri("/")
                .cookie(cookie.getName(), cookie.getValue())
                .exchangeSuccessfully()
                .expectBody(String.class)
                .isEqualTo("You looked at teapot");
    }
}
