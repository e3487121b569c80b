package dev.peruser.it;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The strongly connected components of a graph, by Tarjan's algorithm (SIAM Journal on Computing 1972). */
final class Circles {
    private final Map<String, Set<String>> edges;
    private final Map<String, Integer> index = new HashMap<>();
    private final Map<String, Integer> lowest = new HashMap<>();
    private final Deque<String> open = new ArrayDeque<>();
    private final List<Set<String>> found = new ArrayList<>();

    Circles(Map<String, Set<String>> edges) {
        this.edges = edges;
    }

    List<Set<String>> all() {
        edges.keySet().stream().filter(node -> !index.containsKey(node)).forEach(this::visit);
        return found;
    }

    private void visit(String node) {
        index.put(node, index.size());
        lowest.put(node, index.get(node));
        open.push(node);
        for (String next : edges.getOrDefault(node, Set.of())) {
            if (!index.containsKey(next)) {
                visit(next);
                lowest.merge(node, lowest.get(next), Math::min);
            } else if (open.contains(next)) {
                lowest.merge(node, index.get(next), Math::min);
            }
        }
        if (lowest.get(node).equals(index.get(node))) {
            Set<String> circle = new TreeSet<>();
            while (!circle.contains(node)) {
                circle.add(open.pop());
            }
            found.add(circle);
        }
    }
}
