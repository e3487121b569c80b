package dev.peruser.shop.wishlist;

import dev.peruser.UserSession;
import dev.peruser.shop.catalog.Catalog;
import dev.peruser.shop.session.ShopSession;
import dev.peruser.shop.web.LocalPath;
import dev.peruser.shop.web.Notice;
import java.util.LinkedHashSet;
import java.util.Set;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The wish list and its buttons. */
@Controller
final class WishListController {
    private static final int MOST = 100;

    private final Catalog catalog;

    WishListController(Catalog catalog) {
        this.catalog = catalog;
    }

    @GetMapping("/wishes")
    String wishes(UserSession session, Model model) {
        model.addAttribute("products", catalog.findAll(session.get(ShopSession.WISH_LIST)));
        return "wishes";
    }

    @PostMapping("/wishes/add")
    String add(
            UserSession session,
            @RequestParam(defaultValue = "") String sku,
            @RequestParam(defaultValue = "/wishes") String back) {
        if (catalog.find(sku).isEmpty()) {
            return LocalPath.redirect("/wishes", Notice.PRODUCT_UNKNOWN);
        }
        Set<String> wishes = session.update(ShopSession.WISH_LIST, present -> with(present, sku));
        return LocalPath.redirect(LocalPath.orHome(back), wishes.contains(sku) ? Notice.WISHED : Notice.WISH_LIST_FULL);
    }

    @PostMapping("/wishes/remove")
    String remove(
            UserSession session,
            @RequestParam(defaultValue = "") String sku,
            @RequestParam(defaultValue = "/wishes") String back) {
        session.update(ShopSession.WISH_LIST, present -> without(present, sku));
        return LocalPath.redirect(LocalPath.orHome(back), Notice.UNWISHED);
    }

    private static Set<String> with(Set<String> wishes, String sku) {
        Set<String> more = new LinkedHashSet<>(wishes);
        if (more.size() < MOST) {
            more.add(sku);
        }
        return more;
    }

    private static Set<String> without(Set<String> wishes, String sku) {
        Set<String> fewer = new LinkedHashSet<>(wishes);
        fewer.remove(sku);
        return fewer;
    }
}
