package com.example.servlet;

import dev.peruser.servlet.RequestVisit;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

final class SignOut extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        RequestVisit.of(request).ifPresent(RequestVisit::signedOut); // before it is forgotten who was signed in
        request.getSession().invalidate();
        response.sendRedirect("/cart");
    }
}
