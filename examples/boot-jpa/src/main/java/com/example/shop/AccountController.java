package com.example.shop;

import dev.peruser.PerUser;
import dev.peruser.UserId;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

@Controller
class AccountController {
    private final Accounts accounts;
    private final PasswordEncoder passwords;
    private final PerUser perUser;
    private final TransactionTemplate transaction;

    AccountController(
            Accounts accounts, PasswordEncoder passwords, PerUser perUser, TransactionTemplate transaction) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.perUser = perUser;
        this.transaction = transaction;
    }

    /** The guest's cart is in the new account. */
    @PostMapping("/register")
    String register(@RequestParam String username, @RequestParam String password, HttpServletRequest request)
            throws ServletException {
        accounts.save(new Account(username, passwords.encode(password)));
        request.login(username, password);
        return "redirect:/";
    }

    /** Both or neither: if one fails, the account is there with its cart. */
    @PostMapping("/delete-account")
    String delete(@AuthenticationPrincipal SignedInAccount account, HttpServletRequest request)
            throws ServletException {
        transaction.executeWithoutResult(deleting -> {
            perUser.erase(UserId.of(Long.toString(account.getId())));
            accounts.deleteById(account.getId());
        });
        request.logout();
        return "redirect:/";
    }
}
