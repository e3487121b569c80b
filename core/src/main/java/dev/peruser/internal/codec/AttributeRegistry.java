package dev.peruser.internal.codec;

import dev.peruser.Attribute;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The declared attributes by name. Immutable. */
public final class AttributeRegistry {
    private final Map<String, Attribute<?>> attributes = new LinkedHashMap<>();

    public AttributeRegistry(Collection<Attribute<?>> declared) {
        declared.forEach(attribute -> attributes.put(attribute.name(), attribute));
    }

    /** Names that two different attributes claim. */
    public static List<String> duplicates(Collection<Attribute<?>> declared) {
        return declared.stream()
                .filter(one -> declared.stream()
                        .anyMatch(other -> !one.equals(other) && one.name().equals(other.name())))
                .map(Attribute::name)
                .distinct()
                .toList();
    }

    public Collection<Attribute<?>> all() {
        return attributes.values();
    }

    public @Nullable Attribute<?> find(String name) {
        return attributes.get(name);
    }

    public void requireDeclared(Attribute<?> attribute) {
        if (!attribute.equals(attributes.get(attribute.name()))) {
            throw new IllegalArgumentException("attribute '" + attribute.name()
                    + "' is not declared: make the same Attribute object a bean, or give it to PerUser.builder().attribute(…)."
                    + " Otherwise its merge rule would be unknown at sign-in."
                    + " A test of a slice, such as @WebMvcTest, leaves configuration classes out: @Import the one that"
                    + " declares it.");
        }
    }
}
