package dev.peruser.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's moving picture can be made from the real shop; docs/images/make-shop-picture keeps what this makes. */
class ShopPictureIT {
    private static final Path PICTURE = Path.of("target/shop.gif");
    private static final int MOST_BYTES = 1_000_000;
    private static final Duration LONGEST = Duration.ofSeconds(12);

    private final MovingPicture picture = new MovingPicture();

    @TempDir
    private Path data;

    private Chromium chromium;
    private RunningShop shop;
    private Stage stage;
    private Screen laptop;
    private Screen phone;

    @BeforeEach
    void start() throws IOException {
        shop = RunningShop.on(data);
        chromium = new Chromium();
        stage = new Stage(chromium.browser());
        laptop = Screen.laptop(chromium.browser());
        phone = Screen.phone(chromium.browser());
    }

    @AfterEach
    void stop() {
        chromium.close();
        shop.close();
    }

    @Test
    void picture_showsTheGuestsCartOnASecondDevice_andIsSmallAndShort() throws IOException {
        laptop.isUsedBy(Visitor.GUEST);
        fillTheCart();
        List<String> picked = cartOn(laptop);
        assertThat(picked).hasSize(2);

        signIn(2, laptop);
        show(2, 1700);
        assertThat(cartOn(laptop)).isEqualTo(picked);

        phone.isUsedBy(Visitor.GUEST);
        signIn(3, phone);
        show(4, 2600);
        assertThat(cartOn(phone)).isEqualTo(picked);

        picture.write(PICTURE);
        assertThat(Files.size(PICTURE)).isLessThan(MOST_BYTES);
        assertThat(PictureViewer.framesOf(PICTURE).stream().map(Frame::duration).reduce(Duration.ZERO, Duration::plus))
                .isLessThanOrEqualTo(LONGEST);
    }

    private void fillTheCart() throws IOException {
        for (String product : List.of("round-teapot", "six-pencils")) {
            laptop.page().navigate(shop.address() + "/products/" + product);
            press(1, laptop, "Put in the cart");
            assertThat(laptop.page().locator("#notice .notice")).isVisible();
            show(1, 850);
        }
        laptop.page().navigate(shop.address() + "/cart");
        show(1, 1300);
    }

    private void signIn(int step, Screen screen) throws IOException {
        Page page = screen.page();
        page.navigate(shop.address() + "/sign-in?back=/cart");
        page.locator("#name").fill("ada");
        page.locator("#password").fill("engine-1843");
        press(step, screen, "Sign in");
        page.waitForURL(url -> url.endsWith("/cart"));
        screen.isUsedBy(Visitor.ADA);
    }

    private void press(int step, Screen screen, String name) throws IOException {
        Locator button =
                screen.page().locator("main").getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name));
        screen.pointAt(button);
        show(step, 950);
        add(step, 200, true);
        button.click();
        screen.pointNowhere();
    }

    /** Each line's name, option, price and quantity. */
    private static List<String> cartOn(Screen screen) {
        return screen.page().locator(".line").all().stream()
                .map(line -> String.join(
                        " ",
                        line.locator(".line-name").innerText(),
                        line.locator(".line-option").innerText(),
                        line.locator(".line-total").innerText(),
                        line.locator("input[type=number]").inputValue()))
                .toList();
    }

    private void show(int step, int milliseconds) throws IOException {
        add(step, milliseconds, false);
    }

    private void add(int step, int milliseconds, boolean isPressed) throws IOException {
        picture.add(stage.draw(step, laptop, phone, isPressed), Duration.ofMillis(milliseconds));
    }
}
