package dev.peruser.shop.recent;

import dev.peruser.UserSession;
import dev.peruser.shop.catalog.Catalog;
import dev.peruser.shop.session.RecentlyViewed;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;

/** Told by the product page of a stranger, once a human has moved on it. */
@Controller
final class RecentlyViewedController {
    private final Catalog catalog;

    RecentlyViewedController(Catalog catalog) {
        this.catalog = catalog;
    }

    @PostMapping("/recently-viewed")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void viewed(UserSession session, @RequestParam(defaultValue = "") String sku) {
        catalog.find(sku).ifPresent(product -> RecentlyViewed.add(session, product.sku()));
    }
}
