package dev.peruser.spring.internal.aot;

import dev.peruser.UserSession;
import dev.peruser.spring.PerUserProperties;
import java.lang.reflect.RecordComponent;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/**
 * What a native image must keep of PerUser itself: statements, scripts, the injectable session, names that are found.
 */
final class PerUserRuntimeHints implements RuntimeHintsRegistrar {
    /** The driver is found by name, because it is the application's. */
    private static final List<String> POSTGRESQL =
            List.of("org.postgresql.PGConnection", "org.postgresql.PGNotification", "org.postgresql.PGStatement");

    PerUserRuntimeHints() {}

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
        hints.resources()
                .registerPattern("dev/peruser/store/jdbc/*.sql")
                .registerPattern("dev/peruser/store/redis/*.lua");
        hints.proxies().registerJdkProxy(UserSession.class);
        POSTGRESQL.forEach(name ->
                hints.reflection().registerTypeIfPresent(classLoader, name, MemberCategory.INVOKE_PUBLIC_METHODS));
        registerProperties(hints, PerUserProperties.class);
    }

    /** Their names are read from the records, to find misspelled ones. */
    private static void registerProperties(RuntimeHints hints, Class<?> record) {
        hints.reflection()
                .registerType(
                        record, MemberCategory.INVOKE_DECLARED_CONSTRUCTORS, MemberCategory.INVOKE_DECLARED_METHODS);
        for (RecordComponent component : record.getRecordComponents()) {
            if (component.getType().isRecord()) {
                registerProperties(hints, component.getType());
            }
        }
    }
}
