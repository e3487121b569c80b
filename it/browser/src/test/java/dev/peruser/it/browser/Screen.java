package dev.peruser.it.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ReducedMotion;
import java.util.Base64;

/** A device of the picture: a page of the shop, as large as it is drawn, and where its visitor points. */
final class Screen {
    private final Page page;
    private final double scale;
    private String pointer = "";

    private Screen(Page page, double scale) {
        this.page = page;
        this.scale = scale;
    }

    static Screen laptop(Browser browser) {
        return opened(browser, new Browser.NewContextOptions().setViewportSize(756, 525), 5.0 / 7);
    }

    static Screen phone(Browser browser) {
        return opened(
                browser,
                new Browser.NewContextOptions()
                        .setViewportSize(330, 600)
                        .setIsMobile(true)
                        .setHasTouch(true),
                2.0 / 3);
    }

    private static Screen opened(Browser browser, Browser.NewContextOptions options, double scale) {
        options.setDeviceScaleFactor(scale).setReducedMotion(ReducedMotion.REDUCE);
        return new Screen(browser.newContext(options).newPage(), scale);
    }

    Page page() {
        return page;
    }

    /** Where the visitor is about to press. */
    void pointAt(Locator target) {
        target.scrollIntoViewIfNeeded();
        BoundingBox box = target.boundingBox();
        pointer = "left:%dpx;top:%dpx".formatted(drawn(box.x + box.width * 0.6), drawn(box.y + box.height * 0.6));
    }

    private long drawn(double length) {
        return Math.round(scale * length);
    }

    void pointNowhere() {
        pointer = "";
    }

    /** What is on it now, as HTML. */
    String draw() {
        String image = Base64.getEncoder().encodeToString(page.screenshot());
        String point = pointer.isEmpty() ? "" : "<i class=\"pointer\" style=\"%s\"></i>".formatted(pointer);
        return "<img alt=\"\" src=\"data:image/png;base64,%s\">%s".formatted(image, point);
    }
}
