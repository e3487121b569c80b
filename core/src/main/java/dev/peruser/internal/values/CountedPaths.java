package dev.peruser.internal.values;

import java.util.List;

/** Paths to numbers that count, as an attribute declares them. */
public final class CountedPaths {
    private CountedPaths() {}

    /** The names of a path, without a look at them. */
    public static List<String> names(String path) {
        return List.of(path.split("\\.", -1));
    }

    /**
     * The names of a path to a number.
     *
     * @throws IllegalArgumentException if it is none, or was declared before
     */
    public static List<String> names(String attribute, String path, List<List<String>> before) {
        List<String> names = names(path);
        if (names.stream().anyMatch(String::isBlank)) {
            throw wrong(
                    attribute,
                    path,
                    "is not a property, or several joined by dots; if all numbers count, use counter()");
        }
        if (before.contains(names)) {
            throw wrong(attribute, path, "is declared twice");
        }
        return names;
    }

    /** What identifies an element of a list must not change with every click. */
    public static void requireNotIn(String attribute, List<String> path, List<String> list, List<String> properties) {
        int last = path.size() - 1;
        if (list.equals(path.subList(0, last)) && properties.contains(path.get(last))) {
            throw wrong(attribute, String.join(".", path), "counts what identifies the elements of its list");
        }
    }

    private static IllegalArgumentException wrong(String attribute, String path, String what) {
        return new IllegalArgumentException("attribute '" + attribute + "': counts(\"" + path + "\") " + what);
    }
}
