package com.example.single;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;

/** The page in Chromium, with the shop on another origin, and no cookie anywhere. */
class PageTest {
    private static final Map<String, String> TYPES =
            Map.of("html", "text/html", "js", "text/javascript", "css", "text/css");

    private static HttpServer pages;
    private static ServletWebServerApplicationContext shop;
    private static Playwright playwright;
    private static Browser browser;

    @BeforeAll
    static void start() throws IOException {
        pages = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        pages.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            Path file = Path.of("page").resolve(path.equals("/") ? "index.html" : path.substring(1));
            byte[] content = Files.readAllBytes(file);
            String name = file.getFileName().toString();
            exchange.getResponseHeaders()
                    .set("Content-Type", TYPES.get(name.substring(name.lastIndexOf('.') + 1)));
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content);
            exchange.close();
        });
        pages.start();
        shop = (ServletWebServerApplicationContext) SpringApplication.run(
                ShopApplication.class,
                "--server.port=0",
                "--peruser.store=memory",
                "--shop.page=" + origin());
        playwright = Playwright.create();
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(Path.of(System.getProperty("browser")))
                        .setArgs(List.of("--no-sandbox", "--disable-gpu")));
    }

    /** Another site for a browser than localhost. */
    private static String origin() {
        return "http://127.0.0.1:" + pages.getAddress().getPort();
    }

    @AfterAll
    static void stop() {
        playwright.close();
        shop.close();
        pages.stop(0);
    }

    private static Page device() {
        Page page = browser.newContext(new Browser.NewContextOptions().setViewportSize(390, 844))
                .newPage();
        page.navigate(origin() + "/?shop=http://localhost:" + shop.getWebServer().getPort());
        return page;
    }

    private static void signIn(Page device) {
        device.getByLabel("name").fill("ada");
        device.getByLabel("password").fill("a-good-password");
        device.locator("#sign-in button").click();
        assertThat(device.locator("#sign-out")).isVisible();
    }

    private static void add(Page device, String product) {
        device.locator("[data-product=" + product + "]").click();
    }

    @Test
    void guestsCart_staysOverAReload_andIsInTheAccountOnBothDevices() {
        Page phone = device();
        assertThat(phone.locator("#empty")).isVisible();
        add(phone, "tea");
        assertThat(phone.locator("#cart li")).hasText(new String[] {"tea: 1"});
        add(phone, "mug");
        phone.reload();
        assertThat(phone.locator("#cart li")).hasText(new String[] {"tea: 1", "mug: 1"});
        phone.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target/guest.png")));
        signIn(phone);
        assertThat(phone.locator("#cart li")).hasText(new String[] {"tea: 1", "mug: 1"});

        Page tablet = device();
        add(tablet, "tea");
        assertThat(tablet.locator("#cart li")).hasText(new String[] {"tea: 1"});
        signIn(tablet);
        assertThat(tablet.locator("#cart li")).hasText(new String[] {"tea: 2", "mug: 1"});
        tablet.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target/account.png")));

        tablet.locator("#sign-out").click();
        assertThat(tablet.locator("#empty")).isVisible();
        phone.reload();
        assertThat(phone.locator("#cart li")).hasText(new String[] {"tea: 2", "mug: 1"});
        org.junit.jupiter.api.Assertions.assertEquals(List.of(), phone.context().cookies());
    }
}
