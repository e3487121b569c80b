package com.example.servlet;

import dev.peruser.UserId;
import dev.peruser.Visitor;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.Map;

/** Made by hand: the account's number is in the container's session. */
final class SignIn extends HttpServlet {
    static final String ACCOUNT = "account";

    private static final long serialVersionUID = 1;

    /** An application has these in its database, and a hash for the password. */
    private record Account(long number, String password) {}

    private static final Map<String, Account> ACCOUNTS = Map.of(
            "ada", new Account(1, "a good password"),
            "grace", new Account(2, "another good one"));

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Account account = ACCOUNTS.get(request.getParameter("name"));
        if (account == null || !account.password().equals(request.getParameter("password"))) {
            response.sendError(403);
            return;
        }
        request.getSession().setAttribute(ACCOUNT, account.number());
        request.changeSessionId();
        response.sendRedirect("/cart");
    }

    /** Who sends a request. PerUser asks at each use of the session. */
    static Visitor visitor(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        Object account = session == null ? null : session.getAttribute(ACCOUNT);
        return account == null ? Visitor.guest() : Visitor.user(UserId.of(account.toString()));
    }
}
