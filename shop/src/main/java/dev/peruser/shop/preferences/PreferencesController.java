package dev.peruser.shop.preferences;

import dev.peruser.UserSession;
import dev.peruser.shop.session.Currency;
import dev.peruser.shop.session.ShopSession;
import dev.peruser.shop.session.Theme;
import dev.peruser.shop.web.LocalPath;
import dev.peruser.shop.web.Notice;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The page on which visitors choose theme and currency. */
@Controller
final class PreferencesController {

    @GetMapping("/settings")
    String settings(Model model) {
        model.addAttribute("themes", Theme.values());
        model.addAttribute("currencies", Currency.values());
        return "settings";
    }

    @PostMapping("/settings")
    String change(
            UserSession session,
            @RequestParam(defaultValue = "") String theme,
            @RequestParam(defaultValue = "") String currency) {
        var chosenTheme = Theme.find(theme);
        var chosenCurrency = Currency.find(currency);
        if (chosenTheme.isEmpty() || chosenCurrency.isEmpty()) {
            return LocalPath.redirect("/settings", Notice.SETTING_UNKNOWN);
        }
        session.put(ShopSession.THEME, chosenTheme.get());
        session.put(ShopSession.CURRENCY, chosenCurrency.get());
        return LocalPath.redirect("/settings", Notice.SETTINGS_SAVED);
    }
}
