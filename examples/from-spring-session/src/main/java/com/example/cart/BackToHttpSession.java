package com.example.cart;

import dev.peruser.UserSession;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * The way back, when the property is gone: a browser whose HttpSession has no cart gets the visitor's. It is removed
 * there by the browser's next request, when the HttpSession with the cart is known to be saved.
 */
@Profile("back")
@Configuration(proxyBeanMethods = false)
class BackToHttpSession implements WebMvcConfigurer, HandlerInterceptor {
    private static final String IS_BACK = "cart-is-back";

    private final UserSession visitors;

    BackToHttpSession(UserSession visitors) {
        this.visitors = visitors;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this);
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        HttpSession browsers = request.getSession();
        Object from = browsers.getAttribute(IS_BACK);
        if (from != null) {
            if (from.equals(visitor())) { // and has not signed in since: the account has more than this
                visitors.remove(CartRule.CART);
            }
            browsers.removeAttribute(IS_BACK);
        } else if (browsers.getAttribute("cart") == null && visitors.contains(CartRule.CART)) {
            browsers.setAttribute("cart", visitors.get(CartRule.CART));
            browsers.setAttribute(IS_BACK, visitor());
        }
        return true;
    }

    private String visitor() {
        return visitors.user().map(user -> "user " + user.name()).orElse("guest");
    }
}
