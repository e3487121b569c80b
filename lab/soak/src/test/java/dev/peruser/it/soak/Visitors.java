package dev.peruser.it.soak;

import dev.peruser.UserId;
import dev.peruser.Visitor;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;

/** Who is signed in, by a cookie that everybody believes. */
final class Visitors {
    static final String WHO = "who";

    private Visitors() {}

    static void readCookie(HttpServletRequest request) {
        for (Cookie cookie : request.getCookies() == null ? new Cookie[0] : request.getCookies()) {
            if (cookie.getName().equals(WHO)) {
                request.setAttribute(WHO, cookie.getValue());
            }
        }
    }

    static void become(HttpServletRequest request, String user) {
        request.setAttribute(WHO, user.isEmpty() ? null : user);
    }

    static String who(HttpServletRequest request) {
        Object who = request.getAttribute(WHO);
        return who == null ? "" : (String) who;
    }

    static Visitor visitor(HttpServletRequest request) {
        String who = who(request);
        return who.isEmpty() ? Visitor.guest() : Visitor.user(UserId.of(who));
    }
}
