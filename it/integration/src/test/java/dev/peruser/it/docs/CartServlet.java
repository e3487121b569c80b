package dev.peruser.it.docs;

import dev.peruser.UserSession;
import dev.peruser.servlet.RequestVisit;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

// snippet:cart-servlet
@WebServlet("/cart")
public final class CartServlet extends HttpServlet {
    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) {
        session(request).list("cart").add(request.getParameter("product"));
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.getWriter().print(session(request).list("cart"));
    }

    private static UserSession session(HttpServletRequest request) {
        return RequestVisit.of(request).orElseThrow().session();
    }
}
// end
