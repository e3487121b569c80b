package dev.peruser;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What an attribute says about places inside its value. Not safe for use by many threads. */
final class DeclaredPaths {
    private final String attribute;
    private final List<Attribute.ItemIdentity> identities = new ArrayList<>();
    private final List<Attribute.Counted> counted = new ArrayList<>();

    DeclaredPaths(String attribute) {
        this.attribute = attribute;
    }

    void addIdentity(List<String> path, String property, String... more) {
        List<String> properties = new ArrayList<>();
        properties.add(property);
        properties.addAll(List.of(more));
        identities.add(new Attribute.ItemIdentity(path, List.copyOf(properties)));
    }

    void addCounted(String path, Bounds bounds) {
        List<String> names = namesOf(path);
        if (names.stream().anyMatch(String::isBlank)) {
            throw wrong(path, "is not a property, or several joined by dots; if all numbers count, use counter()");
        }
        if (counted.stream().anyMatch(number -> number.path().equals(names))) {
            throw wrong(path, "is declared twice");
        }
        counted.add(new Attribute.Counted(names, Objects.requireNonNull(bounds, "counts")));
    }

    static List<String> namesOf(String path) {
        return List.of(path.split("\\.", -1));
    }

    /** What identifies an element must not change with every click. */
    private void requireNoIdentityCounts() {
        for (Attribute.Counted number : counted) {
            int last = number.path().size() - 1;
            for (Attribute.ItemIdentity identity : identities) {
                if (identity.path().equals(number.path().subList(0, last))
                        && identity.properties().contains(number.path().get(last))) {
                    throw wrong(number.name(), "counts what identifies the elements of its list");
                }
            }
        }
    }

    private IllegalArgumentException wrong(String path, String what) {
        return new IllegalArgumentException("attribute '" + attribute + "': counts(\"" + path + "\") " + what);
    }

    List<Attribute.ItemIdentity> identities() {
        return List.copyOf(identities);
    }

    List<Attribute.Counted> counted() {
        requireNoIdentityCounts();
        return List.copyOf(counted);
    }
}
