package dev.peruser.shop;

import org.junit.jupiter.api.BeforeEach;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A test of the running shop by two browsers, which are new in each test. */
@ShopTest
abstract class Visits {
    @LocalServerPort
    int port;

    Browser browser;
    Browser phone;

    @BeforeEach
    void open() {
        browser = new Browser(port);
        phone = new Browser(port);
    }
}
