package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.internal.merge.ThreeWayMerge;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Lists that are too long for a table of all pairs: what I changed in one is in the result as if I had changed theirs.
 */
class LongListMergeTest {
    private static List<Object> list(int size, IntFunction<Object> element) {
        return IntStream.range(0, size).mapToObj(element).collect(Collectors.toCollection(ArrayList::new));
    }

    private static List<Object> merge(List<Object> base, List<Object> mine, List<Object> theirs) {
        Object merged = new ThreeWayMerge(null, ThreeWayMerge.Missing.WAS_REMOVED)
                .merge(tree(base), tree(mine), tree(theirs))
                .orElseThrow()
                .value();
        return new ArrayList<>((List<?>) merged);
    }

    private static Optional<ThreeWayMerge.Tree> tree(Object value) {
        return Optional.of(new ThreeWayMerge.Tree(value));
    }

    private static List<Object> with(List<Object> list, Object last) {
        List<Object> longer = new ArrayList<>(list);
        longer.add(last);
        return longer;
    }

    private static List<Object> behind(Object first, List<Object> list) {
        List<Object> longer = new ArrayList<>(List.of(first));
        longer.addAll(list);
        return longer;
    }

    /** Removes and inserts so many elements, anywhere behind the first. */
    private static List<Object> edited(Cases cases, List<Object> base, int edits) {
        List<Object> edited = new ArrayList<>(base);
        for (int i = 0; i < edits; i++) {
            if (cases.oneIn(2)) {
                edited.remove(cases.between(1, edited.size() - 1));
            } else {
                edited.add(cases.between(1, edited.size()), cases.fresh());
            }
        }
        return edited;
    }

    @Test
    void fewChanges_ofAListOfRepetitions() {
        Cases.check(300, "most of all; two values; the end", cases -> {
            int values = cases.between(1, 6);
            int edits = cases.between(2, 40);
            List<Object> base = list(cases.between(150, 400), i -> cases.below(values));
            List<Object> mine = edited(cases, base, edits);
            assertThat(merge(base, mine, behind("theirs", base))).isEqualTo(behind("theirs", mine));
            assertThat(merge(base, behind("mine", base), mine)).isEqualTo(behind("mine", mine));
            cases.hitIf(edits > 30, "most of all");
            cases.hitIf(values == 2, "two values");
            cases.hitIf(mine.get(mine.size() - 1) instanceof String, "the end");
        });
    }

    @Test
    void manyChanges_ofAListOfDistinctElements() {
        Cases.check(200, "hundreds", cases -> {
            List<Object> base = list(cases.between(300, 500), i -> i);
            int edits = cases.between(140, 260);
            List<Object> mine = edited(cases, base, edits);
            assertThat(merge(base, mine, behind("theirs", base))).isEqualTo(behind("theirs", mine));
            cases.hitIf(edits > 200, "hundreds");
        });
    }

    @Test
    void allElementsChangedInside_byBoth() {
        List<Object> base = list(300, i -> Map.of("sku", i, "price", 1, "note", "n"));
        List<Object> mine = list(300, i -> Map.of("sku", i, "price", 2, "note", "n"));
        List<Object> theirs = list(300, i -> Map.of("sku", i, "price", 1, "note", "m"));
        assertThat(merge(base, mine, with(theirs, "theirs")))
                .isEqualTo(with(list(300, i -> Map.of("sku", i, "price", 2, "note", "m")), "theirs"));
    }

    @Test
    void allElementsChangedInside_andSomeRemovedAndAdded() {
        List<Object> base = list(300, i -> Map.of("sku", i, "price", 1));
        List<Object> mine = new ArrayList<>();
        List<Object> expected = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            if (i % 10 == 3) {
                mine.add(Map.of("title", "new " + i));
                expected.add(Map.of("title", "new " + i));
            }
            if (i % 7 != 0) {
                mine.add(Map.of("sku", i, "price", 2));
                expected.add(Map.of("sku", i, "price", 2, "note", "theirs"));
            }
        }
        List<Object> theirs = list(300, i -> Map.of("sku", i, "price", 1, "note", "theirs"));
        assertThat(merge(base, mine, theirs)).isEqualTo(expected);
    }

    @Test
    void elementsThatNothingTellsApart_meetInOrder() {
        List<Object> base = list(200, i -> Map.of("kind", "x", "seen", false));
        List<Object> mine = list(200, i -> Map.of("kind", "x", "seen", true));
        assertThat(merge(base, mine, with(base, "theirs"))).isEqualTo(with(mine, "theirs"));
        List<Object> lists = list(200, i -> List.of("x"));
        List<Object> longer = list(200, i -> List.of("x", "y"));
        assertThat(merge(lists, longer, with(lists, "theirs"))).isEqualTo(with(longer, "theirs"));
    }

    @Test
    void mapsAndListsMixed_meetTheirOwnKind() {
        List<Object> base = list(300, i -> i % 2 == 0 ? Map.of("k", 0) : List.of(0));
        List<Object> mine = list(300, i -> i % 2 == 0 ? Map.of("k", 1) : List.of(0, 1));
        List<Object> theirs = list(300, i -> i % 2 == 0 ? Map.of("k", 0, "t", 1) : List.of(0));
        assertThat(merge(base, mine, theirs))
                .isEqualTo(list(300, i -> i % 2 == 0 ? Map.of("k", 1, "t", 1) : List.of(0, 1)));
    }

    @Test
    void movedElements_areFoundAgain() {
        List<Object> base = list(200, i -> new LinkedHashMap<>(Map.of("sku", i)));
        List<Object> mine = new ArrayList<>(base);
        java.util.Collections.reverse(mine);
        List<Object> merged = merge(base, mine, with(base, "theirs"));
        assertThat(merged).hasSize(201).containsAll(base).contains("theirs");
        assertThat(merged.subList(0, 199)).isEqualTo(mine.subList(0, 199));
    }
}
