package dev.peruser.spring;

import dev.peruser.PerUser;
import dev.peruser.servlet.GuestCookie;
import dev.peruser.store.InMemorySessionStore;
import dev.peruser.store.jdbc.JdbcSessionStore;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.sqlite.SQLiteDataSource;

/** Finds all mistakes in the properties before anything is opened, so that start-up lists them together. */
final class SettingsCheck {
    private SettingsCheck() {}

    static void requireRight(PerUserProperties properties, Environment environment) {
        List<String> mistakes = Stream.<Runnable>of(
                        () -> RenamedProperties.check(environment),
                        () -> properties
                                .applyTo(PerUser.builder(new InMemorySessionStore()))
                                .build(),
                        () -> MoveChoice.check(properties.moveFrom()),
                        () -> NearCacheChoice.check(new InMemorySessionStore(), properties.nearCache()),
                        () -> GuestCookie.named(properties.cookie().name()),
                        () -> HttpSessionChoice.check(properties.httpSession()),
                        () -> JdbcSessionStore.builder(new SQLiteDataSource())
                                .table(properties.jdbc().table()),
                        () -> properties.jdbc().check(),
                        () -> RecordsChoice.check(properties.userRecords()),
                        () -> {
                            if (RedisStoreChoice.isPossible()) {
                                RedisStoreChoice.check(properties.redis());
                            }
                        })
                .map(SettingsCheck::mistake)
                .filter(Objects::nonNull)
                .toList();
        if (!mistakes.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", mistakes));
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
