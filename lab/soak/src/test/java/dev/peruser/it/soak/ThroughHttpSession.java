package dev.peruser.it.soak;

import dev.peruser.Attribute;
import dev.peruser.UserSession;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** A session of which values with a declared type are got and set as code does that knows the HttpSession only. */
final class ThroughHttpSession {
    private ThroughHttpSession() {}

    /** The names that the HttpSession has to show. */
    static List<String> names() {
        return Contents.declared().stream().map(Attribute::name).toList();
    }

    static UserSession of(HttpServletRequest request, UserSession session) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            if (arguments != null && arguments.length > 0 && arguments[0] instanceof Attribute<?> attribute) {
                switch (method.getName()) {
                    case "get" -> {
                        return get(request, attribute);
                    }
                    case "find" -> {
                        return Optional.ofNullable(request.getSession().getAttribute(attribute.name()));
                    }
                    case "put" -> {
                        request.getSession().setAttribute(attribute.name(), arguments[1]);
                        return null;
                    }
                    default -> {
                        // as it is
                    }
                }
            }
            try {
                return method.invoke(session, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        };
        return (UserSession)
                Proxy.newProxyInstance(UserSession.class.getClassLoader(), new Class<?>[] {UserSession.class}, handler);
    }

    private static Object get(HttpServletRequest request, Attribute<?> attribute) {
        Object value = request.getSession().getAttribute(attribute.name());
        if (value != null) {
            return value;
        }
        Object made = attribute.newDefault().orElseThrow();
        if (made instanceof Collection) { // it is about to be changed in place
            request.getSession().setAttribute(attribute.name(), made);
        }
        return made;
    }
}
