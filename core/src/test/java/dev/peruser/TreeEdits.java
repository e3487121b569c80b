package dev.peruser;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one side does to a tree of maps, as operations on paths that don't contain each other. Applied one after the
 * other to what the other side left, they say what a rebase must give, without a look at base and difference.
 */
final class TreeEdits {
    enum Kind {
        /** A scalar becomes another. */
        SET,
        /** A scalar becomes a map, a map a scalar. */
        CHANGE_KIND,
        /** An entry goes, with all in it. */
        REMOVE,
        /** A map gets an entry that it didn't have. */
        ADD
    }

    record Edit(Kind kind, List<String> path, Object value) {
        boolean isAbove(Edit other) {
            return path.size() < other.path.size()
                    && other.path.subList(0, path.size()).equals(path);
        }

        private boolean meets(List<Edit> others) {
            return others.stream().anyMatch(other -> path.equals(other.path) || isAbove(other) || other.isAbove(this));
        }
    }

    private final Cases cases;

    TreeEdits(Cases cases) {
        this.cases = cases;
    }

    /** A map of maps of scalars, all of them different. */
    Map<String, Object> base(int depth) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (String key : List.of("a", "b", "c").subList(0, cases.between(1, 3))) {
            map.put(key, depth > 0 && cases.oneIn(2) ? base(depth - 1) : cases.fresh());
        }
        return map;
    }

    List<Edit> edits(Map<String, Object> base) {
        List<List<String>> paths = new ArrayList<>();
        collectPaths(base, List.of(), paths);
        Collections.shuffle(paths, cases.random());
        List<Edit> edits = new ArrayList<>();
        int most = cases.between(1, 3);
        for (List<String> path : paths.subList(0, Math.min(most, paths.size()))) {
            Edit edit = edit(base, path);
            if (!edit.meets(edits)) {
                edits.add(edit);
            }
        }
        return edits;
    }

    private static void collectPaths(Map<String, Object> map, List<String> path, List<List<String>> paths) {
        map.forEach((key, value) -> {
            List<String> child = child(path, key);
            paths.add(child);
            if (value instanceof Map) {
                collectPaths(Cases.asMap(value), child, paths);
            }
        });
    }

    private Edit edit(Map<String, Object> base, List<String> path) {
        boolean isMap = at(base, path) instanceof Map;
        return switch (cases.below(4)) {
            case 0 -> new Edit(Kind.REMOVE, path, null);
            case 1 -> new Edit(Kind.CHANGE_KIND, path, isMap ? cases.fresh() : small());
            case 2 ->
                new Edit(
                        Kind.ADD,
                        child(isMap ? path : path.subList(0, path.size() - 1), "new" + cases.below(2)),
                        cases.oneIn(2) ? small() : cases.fresh());
            default -> isMap ? new Edit(Kind.REMOVE, path, null) : new Edit(Kind.SET, path, cases.fresh());
        };
    }

    private Map<String, Object> small() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("x", cases.fresh());
        map.put(cases.oneIn(2) ? "y" : "z", cases.fresh());
        return map;
    }

    /** What a side makes of the base when it is alone. */
    static Map<String, Object> alone(Map<String, Object> base, List<Edit> edits) {
        Map<String, Object> tree = Cases.asMap(Cases.copy(base));
        edits.forEach(edit -> {
            Map<String, Object> parent =
                    Cases.asMap(at(tree, edit.path().subList(0, edit.path().size() - 1)));
            if (edit.kind() == Kind.REMOVE) {
                parent.remove(last(edit));
            } else {
                parent.put(last(edit), Cases.copy(edit.value()));
            }
        });
        return tree;
    }

    /** What my edits make of a tree that they made of the same base. */
    static Map<String, Object> after(Map<String, Object> theirs, Map<String, Object> mine, List<Edit> myEdits) {
        Map<String, Object> tree = Cases.asMap(Cases.copy(theirs));
        myEdits.forEach(edit -> apply(tree, mine, edit));
        return tree;
    }

    private static void apply(Map<String, Object> tree, Map<String, Object> mine, Edit edit) {
        Map<String, Object> parent = tree;
        for (int i = 0; i < edit.path().size() - 1; i++) {
            String key = edit.path().get(i);
            if (!parent.containsKey(key)) {
                return; // they removed what I changed something in
            }
            if (!(parent.get(key) instanceof Map)) {
                // They made a scalar of a map that I changed: two changes of one value, mine is the later.
                parent.put(key, Cases.copy(at(mine, edit.path().subList(0, i + 1))));
                return;
            }
            parent = Cases.asMap(parent.get(key));
        }
        switch (edit.kind()) {
            case REMOVE -> parent.remove(last(edit));
            case ADD -> putAll(parent, last(edit), edit.value());
            default -> {
                if (parent.containsKey(last(edit))) {
                    parent.put(last(edit), Cases.copy(edit.value()));
                }
            }
        }
    }

    /** Two maps that were added are one with the entries of both. */
    private static void putAll(Map<String, Object> parent, String key, Object value) {
        if (value instanceof Map && parent.get(key) instanceof Map) {
            Cases.asMap(value).forEach((inner, leaf) -> putAll(Cases.asMap(parent.get(key)), inner, leaf));
        } else {
            parent.put(key, Cases.copy(value));
        }
    }

    /** Counts how my edits and theirs lie to each other. */
    void count(List<Edit> mine, List<Edit> theirs) {
        for (Edit my : mine) {
            for (Edit their : theirs) {
                String lie = my.path().equals(their.path())
                        ? "at"
                        : my.isAbove(their) ? "above" : their.isAbove(my) ? "in" : "beside";
                cases.hit("my " + my.kind() + " " + lie + " their " + their.kind());
            }
        }
    }

    static Object at(Map<String, Object> tree, List<String> path) {
        Object value = tree;
        for (String key : path) {
            value = Cases.asMap(value).get(key);
        }
        return value;
    }

    private static List<String> child(List<String> path, String key) {
        List<String> child = new ArrayList<>(path);
        child.add(key);
        return child;
    }

    private static String last(Edit edit) {
        return edit.path().get(edit.path().size() - 1);
    }
}
