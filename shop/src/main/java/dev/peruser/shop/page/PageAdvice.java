package dev.peruser.shop.page;

import dev.peruser.UserSession;
import dev.peruser.shop.catalog.Catalog;
import dev.peruser.shop.web.Notice;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestParam;

/** Gives each page what its frame needs. */
@ControllerAdvice(annotations = Controller.class)
final class PageAdvice {
    private final Catalog catalog;

    PageAdvice(Catalog catalog) {
        this.catalog = catalog;
    }

    @ModelAttribute("visitor")
    Visitor visitor(UserSession session) {
        return new Visitor(session, catalog);
    }

    @ModelAttribute("catalog")
    Catalog catalog() {
        return catalog;
    }

    @ModelAttribute("notice")
    Optional<Notice> notice(@RequestParam(name = "notice", defaultValue = "") String code) {
        return Notice.find(code);
    }
}
