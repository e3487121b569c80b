package com.example.servlet;

import dev.peruser.UserSession;
import dev.peruser.servlet.RequestVisit;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

final class CartServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        session(request).get(Cart.CART).merge(request.getParameter("product"), 1, Integer::sum);
        response.sendRedirect("/cart");
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/plain;charset=UTF-8");
        response.getWriter().println(session(request).get(Cart.CART));
    }

    private static UserSession session(HttpServletRequest request) {
        return RequestVisit.of(request).orElseThrow().session();
    }
}
