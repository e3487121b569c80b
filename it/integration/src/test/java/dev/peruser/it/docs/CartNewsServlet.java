package dev.peruser.it.docs;

import dev.peruser.UserSession;
import dev.peruser.servlet.RequestVisit;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

// snippet:cart-news
@WebServlet("/cart-news")
public final class CartNewsServlet extends HttpServlet {
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** Server-sent events: the cart, whenever it has changed, on whatever device. */
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        UserSession session = RequestVisit.of(request).orElseThrow().session();
        response.setContentType("text/event-stream");
        PrintWriter page = response.getWriter();
        String told = "";
        for (int i = 0; i < 60 && !page.checkError(); i++) { // then the browser asks again
            session.refresh();
            String cart = session.list("cart").toString();
            if (!cart.equals(told)) {
                page.print("data: " + cart + "\n\n");
                response.flushBuffer();
                told = cart;
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
// end
