package dev.peruser.spring;

import dev.peruser.migration.MovingSessionStore;
import dev.peruser.migration.StoreUrl;
import dev.peruser.spring.internal.start.StartFailure;
import dev.peruser.store.SessionStore;
import java.util.Optional;
import org.springframework.util.ClassUtils;

/** Lets a store take sessions over from an old one, if the properties say so. */
final class MoveChoice {
    private static final String CLASS = "dev.peruser.migration.MovingSessionStore";

    private MoveChoice() {}

    static SessionStore into(SessionStore store, PerUserProperties.MoveFrom properties) {
        return properties.isWanted() ? Present.move(store, properties) : store;
    }

    /** What is wrong with the properties is an IllegalArgumentException. */
    static void check(PerUserProperties.MoveFrom properties) {
        if (properties.isWanted() && !ClassUtils.isPresent(CLASS, null)) {
            throw new IllegalArgumentException("peruser.move-from.url is set, but the module is missing: add the"
                    + " dependency dev.peruser:peruser-migration");
        }
    }

    /** Loaded only if the module is there. */
    private static final class Present {
        static SessionStore move(SessionStore store, PerUserProperties.MoveFrom properties) {
            Optional<String> name = Optional.of(properties.name()).filter(text -> !text.isEmpty());
            try {
                return MovingSessionStore.from(StartUpCheck.of(StoreUrl.open(properties.url(), name)), store);
            } catch (IllegalArgumentException e) {
                throw StartFailure.of(
                        "peruser.move-from.url is not usable: " + e.getMessage() + ".",
                        "Correct it, or remove it if there is no old store any more.",
                        e);
            }
        }
    }
}
