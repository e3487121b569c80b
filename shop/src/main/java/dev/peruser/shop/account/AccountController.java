package dev.peruser.shop.account;

import dev.peruser.UserSession;
import dev.peruser.shop.web.LocalPath;
import dev.peruser.shop.web.Notice;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * The sign-in page (Spring Security does the rest) and registration. Nothing here knows that PerUser carries the
 * guest's session along.
 */
@Controller
final class AccountController {
    private final Accounts accounts;

    AccountController(Accounts accounts) {
        this.accounts = accounts;
    }

    @GetMapping("/sign-in")
    String signIn(UserSession session, @RequestParam(defaultValue = "/") String back, Model model) {
        if (session.user().isPresent()) {
            return "redirect:/";
        }
        model.addAttribute("back", LocalPath.orHome(back));
        model.addAttribute("demoAccounts", DemoAccount.ALL);
        return "sign-in";
    }

    @GetMapping("/account")
    String account(UserSession session) {
        return session.user().isPresent() ? "account" : "redirect:/sign-in?back=/account";
    }

    @GetMapping("/register")
    ModelAndView form(UserSession session) {
        return session.user().isPresent() ? new ModelAndView("redirect:/") : show("", Map.of(), HttpStatus.OK);
    }

    @PostMapping("/register")
    ModelAndView register(
            HttpServletRequest request,
            UserSession session,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String password)
            throws ServletException {
        if (session.user().isPresent()) {
            return new ModelAndView("redirect:/");
        }
        Registration registration = new Registration(name, password);
        Map<String, String> problems = registration.problems();
        if (problems.isEmpty() && !accounts.register(name, password)) {
            problems = Map.of("name", "That name is taken. Please choose another one.");
        }
        if (!problems.isEmpty()) {
            return show(name, problems, HttpStatus.UNPROCESSABLE_CONTENT);
        }
        request.login(Accounts.canonical(name), password);
        return new ModelAndView(LocalPath.redirect("/", Notice.WELCOME));
    }

    private static ModelAndView show(String name, Map<String, String> problems, HttpStatus status) {
        return new ModelAndView("register", Map.of("name", name, "problems", problems), status);
    }
}
