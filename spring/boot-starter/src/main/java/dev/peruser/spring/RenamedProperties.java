package dev.peruser.spring;

import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.bind.BindResult;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/** Properties that another took the place of. Ignored, an old one would leave its choice without effect unnoticed. */
final class RenamedProperties {
    static final Map<String, String> NEW_NAMES = Map.of(
            "peruser.migrate", "peruser.guest.merge-at-sign-in",
            "peruser.guest.source", "peruser.http-session.attributes");

    private static final Map<String, String> REASONS = Map.of(
            "peruser.guest.source",
            " is gone, guests are always in the store; what other code keeps in the HttpSession is the visitor's, guest"
                    + " or user, if it is named there: set ");

    private RenamedProperties() {}

    /** Properties that are still set by their old names are an IllegalArgumentException. */
    static void check(Environment environment) {
        Binder binder = Binder.get(environment);
        String mistakes = NEW_NAMES.entrySet().stream()
                .filter(renamed -> isSet(renamed.getKey(), binder))
                .map(renamed -> renamed.getKey() + REASONS.getOrDefault(renamed.getKey(), " has a new name: set ")
                        + renamed.getValue() + " instead")
                .sorted()
                .collect(Collectors.joining("; "));
        if (!mistakes.isEmpty()) {
            throw new IllegalArgumentException(mistakes);
        }
    }

    /** In all spellings that Spring Boot knows, as PERUSER_MIGRATE. */
    private static boolean isSet(String name, Binder binder) {
        BindResult<String> value = binder.bind(name, Bindable.of(String.class));
        return value.isBound();
    }
}
