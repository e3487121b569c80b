package dev.peruser.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.peruser.it.browser.Stage.Visitor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's moving picture can be made from the real shop; docs/images/make-shop-picture keeps what this makes. */
class ShopPictureIT {
    private static final Path PICTURE = Path.of("target/shop.gif");
    private static final int MOST_BYTES = 1_000_000;
    private static final Duration LONGEST = Duration.ofSeconds(12);
    private static final String OFF = "";

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
        fillTheCart();
        signInOnTheLaptop();
        signInOnThePhone();
        assertThat(namesIn(phone)).hasSize(2).isEqualTo(namesIn(laptop));
        picture.write(PICTURE);
        assertThat(Files.size(PICTURE)).isLessThan(MOST_BYTES);
        assertThat(durationOf(PICTURE)).isLessThanOrEqualTo(LONGEST);
    }

    private void fillTheCart() throws IOException {
        for (String product : List.of("round-teapot", "harbour-beanie")) {
            laptop.page().navigate(shop.address() + "/products/" + product);
            Locator button = button(laptop, "Put in the cart");
            laptop.pointAt(button);
            add(1, Visitor.GUEST, Visitor.NOBODY, 800);
            button.click();
            assertThat(laptop.page().locator("#notice .notice")).isVisible();
            laptop.pointNowhere();
            add(1, Visitor.GUEST, Visitor.NOBODY, 800);
        }
        laptop.page().navigate(shop.address() + "/cart");
        add(1, Visitor.GUEST, Visitor.NOBODY, 1400);
    }

    private void signInOnTheLaptop() throws IOException {
        fillSignIn(laptop);
        add(2, Visitor.GUEST, Visitor.NOBODY, 1000);
        finishSignIn(laptop);
        add(2, Visitor.ADA, Visitor.NOBODY, 2000);
    }

    private void signInOnThePhone() throws IOException {
        fillSignIn(phone);
        add(3, Visitor.ADA, Visitor.GUEST, 1200);
        finishSignIn(phone);
        add(3, Visitor.ADA, Visitor.ADA, 3000);
    }

    private void fillSignIn(Screen screen) {
        Page page = screen.page();
        page.navigate(shop.address() + "/sign-in?back=/cart");
        page.locator("#name").fill("ada");
        page.locator("#password").fill("engine-1843");
        screen.pointAt(button(screen, "Sign in"));
    }

    private void finishSignIn(Screen screen) {
        button(screen, "Sign in").click();
        screen.page().waitForURL(url -> url.contains("/cart"));
        screen.pointNowhere();
    }

    private static Locator button(Screen screen, String name) {
        return screen.page().locator("main").getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name));
    }

    private static List<String> namesIn(Screen screen) {
        return screen.page().locator(".line-name").allTextContents();
    }

    private void add(int step, Visitor atLaptop, Visitor atPhone, int milliseconds) throws IOException {
        String onPhone = atPhone == Visitor.NOBODY ? OFF : phone.draw();
        picture.add(stage.draw(step, atLaptop, laptop.draw(), atPhone, onPhone), Duration.ofMillis(milliseconds));
    }

    private static Duration durationOf(Path gif) throws IOException {
        ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
        try (ImageInputStream in = ImageIO.createImageInputStream(gif.toFile())) {
            reader.setInput(in);
            Duration sum = Duration.ZERO;
            for (int i = 0; i < reader.getNumImages(true); i++) {
                IIOMetadataNode root =
                        (IIOMetadataNode) reader.getImageMetadata(i).getAsTree("javax_imageio_gif_image_1.0");
                IIOMetadataNode control = (IIOMetadataNode)
                        root.getElementsByTagName("GraphicControlExtension").item(0);
                sum = sum.plusMillis(10L * Integer.parseInt(control.getAttribute("delayTime")));
            }
            return sum;
        } finally {
            reader.dispose();
        }
    }
}
