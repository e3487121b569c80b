package dev.peruser.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.sun.net.httpserver.HttpServer;
import dev.peruser.servlet.GuestCookie;
import dev.peruser.servlet.GuestCookie.SameSite;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/guide/cookies.md in a real browser: who is sent a guest's cookie, and who isn't. */
class CookiesInBrowserIT {
    private static final String SHOP = "localhost";
    private static final String EMPTY = "[]";
    private static final String TEA = "[tea]";

    private static Chromium chromium;

    @TempDir
    private Path folder;

    private HttpServer otherSites;
    private BrowserContext browser;

    @BeforeAll
    static void startBrowser() {
        chromium = new Chromium();
    }

    @AfterAll
    static void stopBrowser() {
        chromium.close();
    }

    /** Pages of other sites: one that has what its query says in a frame, one that posts to it. */
    @BeforeEach
    void begin() throws IOException {
        browser = chromium.browser().newContext();
        otherSites = HttpServer.create(new InetSocketAddress(0), 0);
        page("/frame", "<iframe src='%s' width=400 height=300></iframe>");
        page("/pay", "<form method=post action='%s'><button>Back to the shop</button></form>");
        otherSites.start();
    }

    private void page(String path, String content) {
        otherSites.createContext(path, exchange -> {
            byte[] text = ("<!doctype html>"
                            + content.formatted(exchange.getRequestURI().getQuery()))
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, text.length);
            exchange.getResponseBody().write(text);
            exchange.close();
        });
    }

    @AfterEach
    void end() {
        otherSites.stop(0);
        browser.close();
    }

    private FrameLocator inFrameOf(Page page, String site, String address) {
        page.navigate("http://" + site + ":" + otherSites.getAddress().getPort() + "/frame?" + address);
        return page.frameLocator("iframe");
    }

    private static void addTea(Page page) {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Add tea"))
                .click();
        assertThat(page.locator("#cart")).hasText(TEA);
    }

    @Test
    void inAFrameOfAnotherSite_theGuestKeepsTheCart_andEachSiteHasACartOfItsOwn() throws Exception {
        GuestCookie cookie = GuestCookie.builder()
                .sameSite(SameSite.NONE)
                .partitioned()
                .alwaysSecure()
                .build();
        try (SmallShop shop = new SmallShop(folder, cookie)) {
            Page page = browser.newPage();
            FrameLocator frame = inFrameOf(page, "127.0.0.1", shop.at(SHOP) + "/cart");
            frame.getByRole(AriaRole.BUTTON).click();
            assertThat(frame.locator("#cart")).hasText(TEA);
            assertThat(inFrameOf(page, "127.0.0.1", shop.at(SHOP) + "/cart").locator("#cart"))
                    .hasText(TEA);
            assertThat(inFrameOf(page, "partner.localhost", shop.at(SHOP) + "/cart")
                            .locator("#cart"))
                    .hasText(EMPTY);
            page.navigate(shop.at(SHOP) + "/cart");
            assertThat(page.locator("#cart")).hasText(EMPTY);
        }
    }

    @Test
    void inAFrameOfAnotherSite_withTheStandardCookie_nobodyKeepsAnything() throws Exception {
        try (SmallShop shop = new SmallShop(folder, GuestCookie.standard())) {
            Page page = browser.newPage();
            FrameLocator frame = inFrameOf(page, "127.0.0.1", shop.at(SHOP) + "/cart");
            frame.getByRole(AriaRole.BUTTON).click();
            assertThat(inFrameOf(page, "127.0.0.1", shop.at(SHOP) + "/cart").locator("#cart"))
                    .hasText(EMPTY);
        }
    }

    @Test
    void onTwoHostsOfADomain_itIsTheSameGuest_ifTheDomainIsSaid_andNotOtherwise() throws Exception {
        GuestCookie shared = GuestCookie.builder().domain("shop.localhost").build();
        try (SmallShop shop = new SmallShop(folder, shared)) {
            Page page = browser.newPage();
            page.navigate(shop.at("www.shop.localhost") + "/cart");
            addTea(page);
            page.navigate(shop.at("checkout.shop.localhost") + "/cart");
            assertThat(page.locator("#cart")).hasText(TEA);
        }
        try (SmallShop shop = new SmallShop(folder, GuestCookie.standard())) {
            Page page = browser.newPage();
            page.navigate(shop.at("www.shop.localhost") + "/cart");
            addTea(page);
            page.navigate(shop.at("checkout.shop.localhost") + "/cart");
            assertThat(page.locator("#cart")).hasText(EMPTY);
        }
    }

    @Test
    void backFromAPaymentPage_byAPostAndARedirect_theCartIsThere() throws Exception {
        try (SmallShop shop = new SmallShop(folder, GuestCookie.standard())) {
            Page page = browser.newPage();
            page.navigate(shop.at(SHOP) + "/cart");
            addTea(page);
            page.navigate("http://127.0.0.1:" + otherSites.getAddress().getPort() + "/pay?" + shop.at(SHOP) + "/paid");
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Back to the shop"))
                    .click();
            page.waitForURL(shop.at(SHOP) + "/cart");
            assertThat(page.locator("#cart")).hasText(TEA);
        }
    }
}
