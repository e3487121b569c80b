package dev.peruser.it.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;

/** Where the picture's frames are drawn: a caption above, below it a laptop and a phone, each with who uses it. */
final class Stage {
    /** How many points of the picture there are to a point of the stage, for screens that show so many. */
    static final double SHARPNESS = 1.5;

    private static final int WIDTH = 880;
    private static final int HEIGHT = 640;
    private static final List<String> STEPS = List.of(
            "A guest fills a cart on a laptop",
            "and signs in: the cart comes along",
            "then signs in on the phone",
            "and finds the same cart there");

    private final Page page;
    private final String template;

    Stage(Browser browser) throws IOException {
        page = browser.newContext(new Browser.NewContextOptions()
                        .setViewportSize(WIDTH, HEIGHT)
                        .setDeviceScaleFactor(SHARPNESS))
                .newPage();
        try (InputStream in = Stage.class.getResourceAsStream("stage.html")) {
            template = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    BufferedImage draw(int step, Screen laptop, Screen phone, boolean isPressed) throws IOException {
        page.setContent(template.replace("{steps}", steps(step))
                .replace("{caption}", STEPS.get(step - 1))
                .replace("{laptop}", laptop.draw(isPressed))
                .replace("{at-laptop}", badge(laptop.visitor()))
                .replace("{phone}", phone.draw(isPressed))
                .replace("{at-phone}", badge(phone.visitor())));
        return ImageIO.read(new ByteArrayInputStream(page.screenshot()));
    }

    private static String steps(int current) {
        StringBuilder steps = new StringBuilder();
        for (int i = 1; i <= STEPS.size(); i++) {
            String state = i < current ? "done" : i == current ? "now" : "later";
            steps.append("<b class=\"%s\">%d</b>".formatted(state, i));
        }
        return steps.toString();
    }

    private static String badge(Visitor visitor) {
        return "<span class=\"who %s\">%s</span>".formatted(visitor.name().toLowerCase(Locale.ROOT), visitor.label());
    }
}
