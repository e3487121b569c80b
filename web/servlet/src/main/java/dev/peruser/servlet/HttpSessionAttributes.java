package dev.peruser.servlet;

import dev.peruser.ValueTypes;
import dev.peruser.servlet.takeover.EarlierAttributes;
import dev.peruser.servlet.types.NotedTypes;
import jakarta.servlet.http.HttpSession;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which attributes of the {@code HttpSession} are attributes of the visitor's session, so that code that knows the
 * {@code HttpSession} only has its visitors' data in their accounts. Given to the {@link PerUserFilterBuilder}; by
 * default none. Immutable.
 */
public final class HttpSessionAttributes {
    /** Stands for all names but those of frameworks. */
    public static final String ALL = "*";

    private static final String RESERVED = "peruser";
    private static final int LONGEST = 250;
    private static final List<String> OF_FRAMEWORKS = List.of(
            "SPRING_",
            "org.springframework.",
            "jakarta.",
            "javax.",
            "java.",
            "jdk.",
            "com.sun.",
            "org.apache.",
            "org.eclipse.",
            "io.undertow.",
            "__",
            RESERVED);

    private final Set<String> names;
    private final Set<String> trustedPackages;

    private final ValueTypes types;
    private final Set<String> reported = ConcurrentHashMap.newKeySet();

    private HttpSessionAttributes(Set<String> names, Set<String> trustedPackages) {
        this.names = names;
        this.trustedPackages = trustedPackages;
        this.types = new NotedTypes(this::contains, trustedPackages);
    }

    /**
     * Attributes by their names.
     *
     * @param names each 1 to 250 characters; {@code *} stands for all that no framework has for itself; none: nothing
     *     changes
     * @throws IllegalArgumentException if one belongs to a framework: what Spring Security, Spring MVC and the
     *     container keep, as who is signed in, must stay with the browser
     */
    public static HttpSessionAttributes named(Collection<String> names) {
        List<String> refused = names.stream().filter(name -> !isPossible(name)).toList();
        if (!refused.isEmpty()) {
            throw new IllegalArgumentException(
                    "peruser.http-session.attributes must name attributes of the application,"
                            + " each of 1 to 250 characters, or * for all of them; refused: " + refused
                            + ". What frameworks keep there has to stay with the browser");
        }
        return new HttpSessionAttributes(Set.copyOf(names), Set.of());
    }

    /**
     * The same, with packages of which, and of those below which, values may be. Stored data says of which class a
     * value is; it can name no class of another package but some of the JDK's.
     */
    public HttpSessionAttributes trusting(Collection<String> packages) {
        return new HttpSessionAttributes(
                names,
                Stream.concat(trustedPackages.stream(), packages.stream()).collect(Collectors.toUnmodifiableSet()));
    }

    private static boolean isPossible(String name) {
        return !name.isBlank()
                && name.length() <= LONGEST
                && OF_FRAMEWORKS.stream().noneMatch(name::startsWith);
    }

    boolean isNone() {
        return names.isEmpty();
    }

    /** Whether an attribute is one of them. */
    boolean contains(String name) {
        return names.contains(name) || (names.contains(ALL) && isPossible(name));
    }

    /**
     * What the container's session of one request has of them.
     *
     * @param presented the session that the request came with, or null
     */
    EarlierAttributes earlier(Supplier<@Nullable HttpSession> presented) {
        return new EarlierAttributes(this::valuesIn, reported, presented);
    }

    private Map<String, Object> valuesIn(HttpSession session) {
        Collection<String> known = names.contains(ALL) ? Collections.list(session.getAttributeNames()) : names;
        Map<String, Object> found = new TreeMap<>();
        for (String name : known) {
            @Nullable Object value = contains(name) ? session.getAttribute(name) : null;
            if (value != null) {
                found.put(name, value);
            }
        }
        return found;
    }

    /** The types of those that are not declared. */
    ValueTypes types() {
        return types;
    }
}
