package dev.peruser.it.soak;

import dev.peruser.UserSession;
import dev.peruser.servlet.RequestVisit;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** What one request does with the session. */
record Operation(HttpServletRequest request, HttpServletResponse response, UserSession session) {

    private String tag() {
        String who = Visitors.who(request);
        return who.isEmpty() ? "g" + request.getParameter("device") : who;
    }

    private String id(String parameter) {
        return request.getParameter(parameter) + "@" + tag();
    }

    /** Says that the one who added has a home now. */
    private static String home() {
        return Contents.isOlder() ? "" : "P \n";
    }

    private String item() {
        return request.getParameter("item");
    }

    String run(String name) {
        String as = "V " + tag() + "\n";
        return switch (name) {
            case "read" -> as + Contents.text(session);
            case "add" -> {
                Contents.add(session, id("op"));
                yield as + home();
            }
            case "add-late" -> {
                var unused = session.get(Contents.CART);
                LockSupport.parkNanos(Duration.ofMillis(10 + Integer.parseInt(request.getParameter("op")) % 40)
                        .toNanos());
                Contents.add(session, id("op"));
                yield as;
            }
            case "add-update" -> {
                String id = id("op");
                session.update(newest -> Contents.add(newest, id));
                yield as;
            }
            case "remove" -> {
                boolean[] isRemoved = {false};
                if (tag().equals(request.getParameter("as"))) {
                    session.update(newest -> isRemoved[0] = Contents.remove(newest, item()));
                }
                yield as + "R " + isRemoved[0] + "\n";
            }
            case "quantity" ->
                as + "R " + Contents.quantity(session, item(), Long.parseLong(request.getParameter("op"))) + "\n";
            case "shelve" -> {
                Contents.shelve(session, id("op"));
                yield as;
            }
            case "unshelve" -> as + "R " + Contents.unshelve(session, item()) + "\n";
            case "flash" -> {
                session.put(Contents.FLASH, new Contents.Flash(id("op"), System.currentTimeMillis()));
                yield as;
            }
            case "check-out" -> {
                String id = id("op");
                if (tag().equals(request.getParameter("as"))) {
                    session.update(newest -> Contents.checkOut(newest, id));
                }
                yield as;
            }
            case "archive" -> as + "R " + Contents.archive(session, item()) + "\n";
            case "mark" -> {
                Marking.mark(session, id("op"), Long.parseLong(request.getParameter("op")));
                yield as;
            }
            case "click" -> {
                Marking.click(session, item());
                yield as;
            }
            case "report" -> {
                var unused = session.takeMergeReport();
                yield as;
            }
            case "sign-in" -> {
                become(request.getParameter("as"));
                yield "V " + tag() + "\n";
            }
            case "sign-out" -> {
                RequestVisit.of(request).orElseThrow().signedOut();
                become("");
                yield "V " + tag() + "\n";
            }
            case "switch" -> {
                Contents.add(session, id("op"));
                become(request.getParameter("as"));
                Contents.add(session, id("op2"));
                yield "V " + tag() + "\n";
            }
            case "keep" -> {
                KeptSession.keep(session, request);
                yield as;
            }
            case "use-kept" -> as + KeptSession.use();
            case "forget" -> {
                Contents.add(session, id("op"));
                Visitors.become(request, ""); // as a security context that is cleared before the commit
                yield as;
            }
            default -> throw new IllegalArgumentException(name);
        };
    }

    private void become(String user) {
        Visitors.become(request, user);
        Cookie cookie = new Cookie(Visitors.WHO, user);
        cookie.setPath("/");
        cookie.setMaxAge(user.isEmpty() ? 0 : 86_400);
        response.addCookie(cookie);
    }
}
