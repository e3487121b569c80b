package dev.peruser.servlet.httpsession;

import dev.peruser.ValueTypes;
import java.util.Set;
import java.util.function.Predicate;

/** What the {@code HttpSession}s of all requests have in common. Immutable but for types that were met. */
public final class ServedAttributes {
    private final Predicate<String> names;
    private final ValueTypes types;

    /**
     * Creates it.
     *
     * @param names which attributes are the visitor's
     * @param trustedPackages the packages of their classes
     */
    public ServedAttributes(Predicate<String> names, Set<String> trustedPackages) {
        this.names = names;
        this.types = new NotedTypes(names, new TrustedClasses(trustedPackages));
    }

    /** The types of attributes that are not declared. */
    public ValueTypes types() {
        return types;
    }

    /** That of one request. */
    public RequestHttpSession forRequest(CurrentVisitor visitor) {
        return new RequestHttpSession(names, visitor);
    }
}
