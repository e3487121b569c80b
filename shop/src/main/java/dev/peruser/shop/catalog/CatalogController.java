package dev.peruser.shop.catalog;

import dev.peruser.UserSession;
import dev.peruser.shop.session.RecentlyViewed;
import dev.peruser.shop.session.ShopSession;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/** The pages that show what the shop sells. */
@Controller
final class CatalogController {
    private static final int LONGEST_SEARCH = 100;

    private final Catalog catalog;

    CatalogController(Catalog catalog) {
        this.catalog = catalog;
    }

    @GetMapping("/")
    String home() {
        return "home";
    }

    @GetMapping("/shelves/{slug}")
    String category(@PathVariable String slug, Model model) {
        Category category = catalog.category(slug).orElseThrow(CatalogController::notFound);
        model.addAttribute("category", category);
        model.addAttribute("products", catalog.on(category));
        return "category";
    }

    @GetMapping("/products/{sku}")
    String product(UserSession session, @PathVariable String sku, Model model) {
        Product product = catalog.find(sku).orElseThrow(CatalogController::notFound);
        // A stranger who just looks, perhaps a crawler, gets neither a session nor a cookie: the page asks a human's
        // browser to post it.
        boolean known = session.user().isPresent() || !session.names().isEmpty();
        if (known) {
            RecentlyViewed.add(session, product.sku());
        }
        model.addAttribute("product", product);
        model.addAttribute("category", catalog.categoryOf(product));
        model.addAttribute("known", known);
        model.addAttribute("wished", session.get(ShopSession.WISH_LIST).contains(sku));
        return "product";
    }

    @GetMapping("/search")
    String search(@RequestParam(name = "q", defaultValue = "") String text, Model model) {
        String shortened = text.length() > LONGEST_SEARCH ? text.substring(0, LONGEST_SEARCH) : text;
        model.addAttribute("text", shortened);
        model.addAttribute("products", catalog.search(shortened));
        return "search";
    }

    private static ResponseStatusException notFound() {
        return new ResponseStatusException(HttpStatus.NOT_FOUND);
    }
}
