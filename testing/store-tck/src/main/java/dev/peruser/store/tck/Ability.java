package dev.peruser.store.tck;

import dev.peruser.UserRecord;
import dev.peruser.store.SessionStore;
import dev.peruser.store.WrappingSessionStore;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.function.ThrowingConsumer;

/** Tests that exist only where a store has an ability: for others no test is made, so none is counted. */
final class Ability {
    private Ability() {}

    static <T> Stream<DynamicTest> test(
            Optional<T> ability, String missing, TestReporter reporter, ThrowingConsumer<T> test) {
        if (ability.isEmpty()) {
            reporter.publishEntry("not applicable", missing);
            return Stream.empty();
        }
        T present = ability.get();
        return Stream.of(DynamicTest.dynamicTest("applies", () -> test.accept(present)));
    }

    static <A extends SessionStore> Optional<A> of(SessionStore store, Class<A> type) {
        return WrappingSessionStore.ability(store, type);
    }

    static <T extends UserRecord> Optional<T> of(UserRecord place, Class<T> type) {
        return type.isInstance(place) ? Optional.of(type.cast(place)) : Optional.empty();
    }
}
