package dev.peruser.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shop in a real browser: what a visitor sees of PerUser. */
class ShopIT {
    private static Chromium chromium;

    @TempDir
    private Path data;

    private RunningShop shop;

    @BeforeAll
    static void startBrowser() {
        chromium = new Chromium();
    }

    @AfterAll
    static void stopBrowser() {
        chromium.close();
    }

    @BeforeEach
    void startShop() {
        shop = RunningShop.on(data);
    }

    @AfterEach
    void stopShop() {
        shop.close();
    }

    private static Page phone() {
        return chromium.browser()
                .newContext(new Browser.NewContextOptions()
                        .setViewportSize(390, 844)
                        .setIsMobile(true)
                        .setHasTouch(true))
                .newPage();
    }

    private static Page desk() {
        return chromium.browser()
                .newContext(new Browser.NewContextOptions().setViewportSize(1280, 900))
                .newPage();
    }

    private void putInCart(Page page, String product) {
        page.navigate(shop.address() + "/products/" + product);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Put in the cart"))
                .click();
        assertThat(page.locator("#notice")).containsText(Pattern.compile("cart", Pattern.CASE_INSENSITIVE));
    }

    private void signIn(Page page, String name, String password) {
        page.navigate(shop.address() + "/sign-in");
        page.locator("#name").fill(name);
        page.locator("#password").fill(password);
        page.locator("main")
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Sign in"))
                .click();
        page.waitForURL(url -> !url.contains("/sign-in"));
    }

    private void signOut(Page page) {
        page.navigate(shop.address() + "/account");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign out"))
                .click();
        page.waitForURL(url -> !url.contains("/account"));
    }

    private Locator cartOf(Page page) {
        page.navigate(shop.address() + "/cart");
        return page.locator(".line-name");
    }

    @Test
    void guestOnAPhone_signsIn_andTakesItBack_afterBothDevicesHaveAddedSomething() {
        Page desk = desk();
        signIn(desk, "ada", "engine-1843");
        putInCart(desk, "field-notebook");

        Page phone = phone();
        putInCart(phone, "round-teapot");
        signIn(phone, "ada", "engine-1843");
        assertThat(phone.getByText("We added 1 item that you picked before signing in."))
                .isVisible();
        phone.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target/merge-notice.png")));
        putInCart(desk, "everyday-mug");

        phone.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Undo"))
                .click();

        assertThat(phone.getByText("We took out again what you had picked before signing in."))
                .isVisible();
        phone.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target/merge-undone.png")));
        assertThat(cartOf(phone)).hasText(new String[] {"Field Notebook", "Everyday Mug"});
        assertThat(cartOf(desk)).hasText(new String[] {"Field Notebook", "Everyday Mug"});
    }

    @Test
    void guestOnAPhone_signsIn_seesBothCartsMergedAndTheNoticeOnce_onEveryDeviceTheSame() {
        Page desk = desk();
        signIn(desk, "ada", "engine-1843");
        putInCart(desk, "field-notebook");

        Page phone = phone();
        putInCart(phone, "round-teapot");
        putInCart(phone, "cabin-socks");
        assertThat(cartOf(phone)).hasCount(2);

        signIn(phone, "ada", "engine-1843");
        Locator notice = phone.getByText("We added 2 items that you picked before signing in.");
        assertThat(notice).isVisible();
        assertThat(cartOf(phone)).hasCount(3);
        assertThat(notice).hasCount(0);
        assertThat(cartOf(desk)).hasCount(3);
        assertThat(notice).hasCount(0);
        assertThat(desk.getByText("that you picked before")).hasCount(0);

        signOut(phone);
        assertThat(cartOf(phone)).hasCount(0);
        assertThat(phone.getByText("Nothing in it yet")).isVisible();

        signIn(phone, "grace", "compiler-1952");
        assertThat(cartOf(phone)).hasCount(0);
        assertThat(cartOf(desk)).hasCount(3);
    }

    @Test
    void cartOfAGuestAndOfAUser_surviveARestart() {
        Page guest = phone();
        putInCart(guest, "round-teapot");
        Page user = desk();
        signIn(user, "ada", "engine-1843");
        putInCart(user, "field-notebook");
        stopShop();
        startShop();
        assertThat(cartOf(guest)).hasCount(1);
        signIn(user, "ada", "engine-1843");
        assertThat(cartOf(user)).hasCount(1);
    }

    @Test
    void checkout_emptiesTheCart_onEveryDevice() {
        Page desk = desk();
        signIn(desk, "ada", "engine-1843");
        putInCart(desk, "field-notebook");
        Page phone = phone();
        signIn(phone, "ada", "engine-1843");
        phone.navigate(shop.address() + "/checkout");
        phone.getByLabel("Who gets it").fill("Ada");
        phone.getByLabel("Where to").fill("12 Engine Row");
        phone.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile("Order for")))
                .click();
        phone.waitForURL(url -> !url.endsWith("/checkout"));
        assertThat(cartOf(desk)).hasCount(0);
    }

    @Test
    void withoutScripts_theSameWorks() {
        BrowserContext plain =
                chromium.browser().newContext(new Browser.NewContextOptions().setJavaScriptEnabled(false));
        Page page = plain.newPage();
        putInCart(page, "round-teapot");
        signIn(page, "grace", "compiler-1952");
        assertThat(page.getByText("We added 1 item that you picked before signing in."))
                .isVisible();
        assertThat(cartOf(page)).hasCount(1);
    }

    @Test
    void onAPhone_noPageIsWiderThanTheScreen() {
        Page phone = phone();
        putInCart(phone, "round-teapot");
        for (String path :
                List.of("/", "/shelves/tea", "/products/round-teapot", "/cart", "/sign-in", "/my-data", "/checkout")) {
            phone.navigate(shop.address() + path);
            Object width = phone.evaluate("document.documentElement.scrollWidth");
            org.assertj.core.api.Assertions.assertThat((Integer) width).as(path).isLessThanOrEqualTo(390);
        }
    }
}
