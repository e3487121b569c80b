package dev.peruser.spring.internal.start;

import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.bind.BindResult;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/** Properties that another took the place of. Ignored, an old one would leave its choice without effect unnoticed. */
public final class RenamedProperties {
    /** Old names, and the new ones. */
    public static final Map<String, String> NEW_NAMES = Map.of(
            "peruser.migrate", "peruser.guest.merge-at-sign-in",
            "peruser.guest.source", "peruser.http-session.attributes");

    private static final Map<String, String> REASONS = Map.of(
            "peruser.guest.source",
            " is gone, because guests are always in the store; what other code keeps in the HttpSession becomes the"
                    + " visitor's, guest or user, if you name it: set ");

    private RenamedProperties() {}

    /** What is wrong, of each property that is still set by its old name. */
    public static List<String> mistakes(Environment environment) {
        Binder binder = Binder.get(environment);
        return NEW_NAMES.entrySet().stream()
                .filter(renamed -> isSet(renamed.getKey(), binder))
                .map(renamed -> renamed.getKey() + REASONS.getOrDefault(renamed.getKey(), " has a new name: set ")
                        + renamed.getValue() + " instead")
                .sorted()
                .toList();
    }

    /** In all spellings that Spring Boot knows, as PERUSER_MIGRATE. */
    private static boolean isSet(String name, Binder binder) {
        BindResult<String> value = binder.bind(name, Bindable.of(String.class));
        return value.isBound();
    }
}
