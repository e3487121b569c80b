package dev.peruser.spring.security;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * What Spring Security puts in an authentication's place while a method runs with more rights. It has the same
 * principal, but not what else the authentication had. Its module is an optional one, and not there to compile against.
 */
final class RunAs {
    private static final @Nullable Class<?> TOKEN = token();

    private RunAs() {}

    private static @Nullable Class<?> token() {
        String name = "org.springframework.security.access.intercept.RunAsUserToken";
        ClassLoader loader = RunAs.class.getClassLoader();
        return ClassUtils.isPresent(name, loader) ? ClassUtils.resolveClassName(name, loader) : null;
    }

    static boolean is(Authentication authentication) {
        return TOKEN != null && TOKEN.isInstance(authentication);
    }

    /** Whether the class of the authentication in whose place this is has one of these methods. */
    static boolean hidesOneWith(Authentication authentication, String... methods) {
        return is(authentication)
                && Realm.said(authentication, "getOriginalAuthentication")
                        .filter(Class.class::isInstance)
                        .map(original -> Stream.of(methods)
                                .anyMatch(method -> ReflectionUtils.findMethod((Class<?>) original, method) != null))
                        .orElse(true);
    }
}
