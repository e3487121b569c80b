package dev.peruser.spring;

import dev.peruser.PerUser;
import dev.peruser.spring.internal.start.PropertyOrigins;
import dev.peruser.spring.internal.start.RenamedProperties;
import dev.peruser.spring.internal.start.StartFailure;
import dev.peruser.spring.internal.start.UnknownProperties;
import dev.peruser.store.InMemorySessionStore;
import dev.peruser.store.jdbc.JdbcSessionStore;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/** Finds all mistakes in the properties before anything is opened, so that start-up lists them together. */
final class SettingsCheck {
    private static final UnknownProperties UNKNOWN =
            UnknownProperties.besides("peruser", PerUserProperties.class, RenamedProperties.NEW_NAMES.keySet());

    /** How the core begins when it lists mistakes. */
    private static final String CORE = "PerUser can't start: ";

    private SettingsCheck() {}

    static void requireRight(PerUserProperties properties, Environment environment) {
        requireNone(wrongValues(properties, environment).toList());
    }

    private static Stream<String> wrongValues(PerUserProperties properties, Environment environment) {
        return Stream.<Runnable>of(
                        () -> properties
                                .applyTo(PerUser.builder(new InMemorySessionStore()))
                                .build(),
                        () -> MoveChoice.check(properties.moveFrom()),
                        () -> NearCacheChoice.check(new InMemorySessionStore(), properties.nearCache()),
                        () -> GuestCarrierChoice.cookieOf(properties.cookie()),
                        () -> GuestCarrierChoice.headerOf(properties.guest()),
                        () -> HttpSessionChoice.check(properties.httpSession()),
                        () -> JdbcSessionStore.builder(UntouchedSource.none())
                                .table(properties.jdbc().table()),
                        () -> checkPool(properties.jdbc().poolSize()),
                        () -> RecordsChoice.check(properties.userRecords()),
                        () -> {
                            if (RedisStoreChoice.isPossible()) {
                                RedisStoreChoice.check(properties.redis());
                            }
                        })
                .map(SettingsCheck::mistake)
                .filter(Objects::nonNull)
                .flatMap(text -> Stream.of(text.replace(CORE, "").split("; (?=peruser[.])", -1)))
                .map(mistake -> PropertyOrigins.addedTo(mistake, environment));
    }

    /** Before the values are bound, because a name that is none may be in the way; says what else is wrong as well. */
    static void requireKnownNames(Environment environment) {
        List<String> names = Stream.concat(
                        RenamedProperties.mistakes(environment).stream(), UNKNOWN.mistakes(environment).stream())
                .toList();
        if (!names.isEmpty()) {
            requireNone(Stream.concat(names.stream(), wrongValues(environment)).toList());
        }
    }

    private static Stream<String> wrongValues(Environment environment) {
        try {
            PerUserProperties properties = Binder.get(environment).bindOrCreate("peruser", PerUserProperties.class);
            return wrongValues(properties, environment);
        } catch (BindException e) {
            return Stream.empty(); // said by Spring Boot when the names are right
        }
    }

    private static void requireNone(List<String> mistakes) {
        if (!mistakes.isEmpty()) {
            throw StartFailure.ofSettings(mistakes);
        }
    }

    private static void checkPool(int size) {
        if (size < 0) {
            throw new IllegalArgumentException(
                    "peruser.jdbc.pool-size must be the number of connections for sessions, or 0 for those of the"
                            + " application, was " + size);
        }
    }

    private static @Nullable String mistake(Runnable check) {
        try {
            check.run();
            return null;
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        }
    }
}
