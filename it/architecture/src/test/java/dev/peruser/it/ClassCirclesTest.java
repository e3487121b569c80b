package dev.peruser.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Classes that all reach each other can only be understood together: four at most. A nested class counts as its outer.
 */
@AnalyzeClasses(packages = "dev.peruser", importOptions = ImportOption.DoNotIncludeTests.class)
class ClassCirclesTest {
    private static final int MOST = 4;
    /** The contract kit's entry class names its groups, and they ask it for the store. */
    private static final String KIT = "dev.peruser.store.tck.";

    @ArchTest
    static void circles_haveFourClassesAtMost(JavaClasses classes) {
        Map<String, Set<String>> dependencies = new TreeMap<>();
        classes.stream()
                .filter(type -> isOfTheLibrary(type) && !type.getName().startsWith(KIT))
                .forEach(type -> dependencies
                        .computeIfAbsent(outermost(type), name -> new TreeSet<>())
                        .addAll(dependenciesOf(type)));
        assertThat(dependencies).hasSizeGreaterThan(200);
        assertThat(new Circles(dependencies).all())
                .filteredOn(circle -> circle.size() > MOST)
                .isEmpty();
    }

    private static List<String> dependenciesOf(JavaClass type) {
        return type.getDirectDependenciesFromSelf().stream()
                .map(Dependency::getTargetClass)
                .map(JavaClass::getBaseComponentType)
                .filter(ClassCirclesTest::isOfTheLibrary)
                .map(ClassCirclesTest::outermost)
                .toList();
    }

    private static boolean isOfTheLibrary(JavaClass type) {
        return type.getPackageName().startsWith("dev.peruser");
    }

    private static String outermost(JavaClass type) {
        String name = type.getName();
        int nested = name.indexOf('$');
        return nested < 0 ? name : name.substring(0, nested);
    }

    @Test
    void circle_ofFive_isFound() {
        Map<String, Set<String>> ring = Map.of(
                "a",
                Set.of("b"),
                "b",
                Set.of("c"),
                "c",
                Set.of("d", "x"),
                "d",
                Set.of("e"),
                "e",
                Set.of("a"),
                "x",
                Set.of());
        assertThat(new Circles(ring).all())
                .contains(Set.of("a", "b", "c", "d", "e"))
                .contains(Set.of("x"));
    }

    /** The strongly connected components of a graph, by Tarjan's algorithm (SIAM Journal on Computing 1972). */
    private static final class Circles {
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
}
