package dev.peruser.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peruser.StoreException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ForwardingSessionStoreTest {
    private static final SessionVersion VERSION = SessionVersion.first(7);
    private static final StoredSession SESSION =
            new StoredSession(VERSION, Instant.parse("2100-01-01T00:00:00Z"), new byte[] {1}, Map.of());

    /** One value of each type that a method of the interface takes or gives. */
    private static final Map<Class<?>, Object> VALUES = Map.of(
            SessionKey.class, SessionKey.parse("u::ada"),
            Deadline.class, Deadline.after(Duration.ofMinutes(1)),
            SessionChange.class, SessionChange.create(SESSION),
            SessionVersion.class, VERSION,
            Optional.class, Optional.of(SESSION),
            WriteResult.class, WriteResult.STALE,
            boolean.class, true);

    private final List<Object> heard = new ArrayList<>();

    /**
     * Also those that the interface gets one day: with a body of its own, such a method would go unnoticed otherwise.
     */
    static Stream<Method> methods() {
        return Arrays.stream(SessionStore.class.getMethods())
                .filter(method -> !Modifier.isStatic(method.getModifiers()));
    }

    private SessionStore forwardingTo(InvocationHandler behind) {
        SessionStore store = (SessionStore) Proxy.newProxyInstance(
                SessionStore.class.getClassLoader(), new Class<?>[] {SessionStore.class}, behind);
        return new ForwardingSessionStore() {
            @Override
            public SessionStore wrapped() {
                return store;
            }
        };
    }

    private static Object[] arguments(Method method) {
        assertThat(VALUES.keySet()).containsAll(List.of(method.getParameterTypes()));
        return Arrays.stream(method.getParameterTypes()).map(VALUES::get).toArray();
    }

    @ParameterizedTest
    @MethodSource("methods")
    void eachMethodOfAStore_isPassedOn_withItsArgumentsAndItsAnswer(Method method) throws Exception {
        assertThat(VALUES).containsKey(method.getReturnType());
        Object answer = VALUES.get(method.getReturnType());
        SessionStore store = forwardingTo((proxy, called, arguments) -> {
            heard.add(called);
            heard.addAll(arguments == null ? List.of() : List.of(arguments));
            return answer;
        });
        Object[] arguments = arguments(method);

        assertThat(method.invoke(store, arguments)).isEqualTo(answer);
        assertThat(heard)
                .containsExactlyElementsOf(Stream.concat(Stream.of(method), Arrays.stream(arguments))
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("methods")
    void failure_isPassedOn(Method method) {
        StoreException failure = new StoreException("down");
        SessionStore store = forwardingTo((proxy, called, arguments) -> {
            throw failure;
        });

        assertThatThrownBy(() -> method.invoke(store, arguments(method)))
                .isInstanceOf(InvocationTargetException.class)
                .hasCause(failure);
    }
}
