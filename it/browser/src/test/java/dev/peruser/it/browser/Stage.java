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

/** Where the picture's frames are drawn: the steps above, below them a laptop and a phone, each with who uses it. */
final class Stage {
    private static final int WIDTH = 880;
    private static final int HEIGHT = 560;
    private static final List<String> STEPS = List.of("A guest fills a cart", "signs in", "and finds it on the phone");

    private final Page page;
    private final String template;

    Stage(Browser browser) throws IOException {
        page = browser.newContext(new Browser.NewContextOptions().setViewportSize(WIDTH, HEIGHT))
                .newPage();
        try (InputStream in = Stage.class.getResourceAsStream("stage.html")) {
            template = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Who uses a device: nobody yet, a guest, or somebody who is signed in. */
    enum Visitor {
        NOBODY(""),
        GUEST("guest"),
        ADA("ada, signed in");

        private final String label;

        Visitor(String label) {
            this.label = label;
        }
    }

    BufferedImage draw(int step, Visitor atLaptop, String laptop, Visitor atPhone, String phone) throws IOException {
        page.setContent(template.replace("{steps}", steps(step))
                .replace("{laptop}", laptop)
                .replace("{at-laptop}", badge(atLaptop))
                .replace("{phone}", phone)
                .replace("{at-phone}", badge(atPhone)));
        return ImageIO.read(new ByteArrayInputStream(page.screenshot()));
    }

    private static String steps(int current) {
        StringBuilder steps = new StringBuilder();
        for (int i = 1; i <= STEPS.size(); i++) {
            String state = i < current ? "done" : i == current ? "now" : "later";
            steps.append("<li class=\"%s\"><b>%d</b>%s</li>".formatted(state, i, STEPS.get(i - 1)));
        }
        return steps.toString();
    }

    private static String badge(Visitor visitor) {
        return "<span class=\"who %s\">%s</span>".formatted(visitor.name().toLowerCase(Locale.ROOT), visitor.label);
    }
}
