package dev.peruser.it.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ReducedMotion;
import java.util.Base64;

/** A device of the picture: a page of the shop, drawn smaller than it is, who uses it, and where they point. */
final class Screen {
    private final Page page;
    private final double scale;
    private Visitor visitor = Visitor.NOBODY;
    private String pointer = "";

    private Screen(Page page, double scale) {
        this.page = page;
        this.scale = scale;
    }

    /** Drawn 548 by 458. */
    static Screen laptop(Browser browser) {
        return opened(browser, new Browser.NewContextOptions().setViewportSize(822, 687), 2.0 / 3);
    }

    /** Drawn 224 by 448. */
    static Screen phone(Browser browser) {
        return opened(
                browser,
                new Browser.NewContextOptions()
                        .setViewportSize(360, 720)
                        .setIsMobile(true)
                        .setHasTouch(true),
                28.0 / 45);
    }

    private static Screen opened(Browser browser, Browser.NewContextOptions options, double scale) {
        options.setDeviceScaleFactor(scale * Stage.SHARPNESS).setReducedMotion(ReducedMotion.REDUCE);
        return new Screen(browser.newContext(options).newPage(), scale);
    }

    Page page() {
        return page;
    }

    Visitor visitor() {
        return visitor;
    }

    void isUsedBy(Visitor now) {
        visitor = now;
    }

    /** Where the visitor is about to press. */
    void pointAt(Locator target) {
        target.scrollIntoViewIfNeeded();
        BoundingBox box = target.boundingBox();
        pointer = "left:%dpx;top:%dpx".formatted(drawn(box.x + box.width * 0.88), drawn(box.y + box.height * 0.6));
    }

    private long drawn(double length) {
        return Math.round(scale * length);
    }

    void pointNowhere() {
        pointer = "";
    }

    /** What is on it now, as HTML: nothing while nobody uses it. */
    String draw(boolean isPressed) {
        if (visitor == Visitor.NOBODY) {
            return "";
        }
        String image = Base64.getEncoder().encodeToString(page.screenshot());
        String point = pointer.isEmpty()
                ? ""
                : "<i class=\"pointer%s\" style=\"%s\"></i>".formatted(isPressed ? " pressed" : "", pointer);
        return "<img alt=\"\" src=\"data:image/png;base64,%s\">%s".formatted(image, point);
    }
}
