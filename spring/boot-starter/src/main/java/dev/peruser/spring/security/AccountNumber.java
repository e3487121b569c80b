package dev.peruser.spring.security;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ReflectionUtils;

/**
 * The number of an account, if the application's own class of principals has one: a public {@code getId()} or
 * {@code id()} that gives a whole number or a UUID. It stays when the name changes. A text is no number: of many
 * principals it is the id of a token or of a session. Nor is anything of a framework's class.
 */
final class AccountNumber {
    private static final ClassValue<Optional<Method>> METHODS = new ClassValue<>() {
        @Override
        protected Optional<Method> computeValue(Class<?> type) {
            return find(type);
        }
    };

    private AccountNumber() {}

    static Optional<String> of(@Nullable Object principal) {
        if (principal == null) {
            return Optional.empty();
        }
        return METHODS.get(principal.getClass())
                .map(method -> ReflectionUtils.invokeMethod(method, principal))
                .map(Object::toString);
    }

    private static Optional<Method> find(Class<?> type) {
        return Stream.of("getId", "id")
                .map(name -> ReflectionUtils.findMethod(type, name))
                .filter(method -> method != null
                        && Modifier.isPublic(method.getModifiers())
                        && !Modifier.isStatic(method.getModifiers())
                        && isNumber(method.getReturnType())
                        && !isOfAFramework(method.getDeclaringClass()))
                .findFirst()
                .map(method -> {
                    ReflectionUtils.makeAccessible(method);
                    return method;
                });
    }

    private static boolean isNumber(Class<?> type) {
        return type == Long.class
                || type == long.class
                || type == Integer.class
                || type == int.class
                || type == UUID.class;
    }

    private static boolean isOfAFramework(Class<?> type) {
        return Stream.of("org.springframework.", "java.", "javax.", "jakarta.").anyMatch(type.getName()::startsWith);
    }
}
