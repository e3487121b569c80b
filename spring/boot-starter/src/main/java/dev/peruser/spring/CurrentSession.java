package dev.peruser.spring;

import dev.peruser.UserSession;
import dev.peruser.servlet.RequestVisit;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.module.SimpleModule;

/** A session that can be injected anywhere: each call goes to the session of the current thread's request. */
final class CurrentSession {
    private CurrentSession() {}

    static UserSession proxy() {
        return (UserSession) Proxy.newProxyInstance(
                UserSession.class.getClassLoader(), new Class<?>[] {UserSession.class}, (proxy, method, arguments) -> {
                    if (method.getDeclaringClass() == Object.class) {
                        return switch (method.getName()) {
                            case "equals" -> proxy == arguments[0];
                            case "hashCode" -> System.identityHashCode(proxy);
                            default -> "the session of the current request";
                        };
                    }
                    try {
                        return method.invoke(current(), arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause() == null ? e : e.getCause();
                    }
                });
    }

    /** Refuses to write a session as JSON, where a mapper would find no properties and write an empty object. */
    static JacksonModule notAsJson() {
        return new SimpleModule("peruser-session").addSerializer(UserSession.class, new ValueSerializer<>() {
            @Override
            public void serialize(UserSession session, JsonGenerator generator, SerializationContext context) {
                throw DatabindException.from(
                        generator,
                        "a UserSession is not written as JSON: return what the page needs of it, as"
                                + " session.list(\"cart\") or session.get(CART)");
            }
        });
    }

    private static UserSession current() {
        RequestAttributes attributes = RequestContextHolder.getRequestAttributes();
        if (attributes instanceof ServletRequestAttributes servlet) {
            return RequestVisit.of(servlet.getRequest())
                    .orElseThrow(() -> new IllegalStateException(
                            "this request did not go through the PerUserFilter: is it mapped to all paths?"))
                    .session();
        }
        throw new IllegalStateException(
                "there is no request on this thread: take UserSession as a controller argument,"
                        + " which works on any thread until the response is complete; outside of requests use PerUser.withSession");
    }
}
