package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.Cases.Rebase;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The rules of the rebase as properties of generated lists of scalars and of lists: additions, removals, duplicates,
 * order.
 */
class ListMergePropertiesTest {
    @Test
    void additions_areOccurrences_equalOnesOfBothAreThereTwice() {
        Cases.check(20_000, "equal additions; equal to one of the base", cases -> {
            List<Object> base = scalars(cases);
            List<Object> mine = new ArrayList<>(base);
            List<Object> theirs = new ArrayList<>(base);
            List<Object> expected = new ArrayList<>(base);
            List<Object> added = new ArrayList<>();
            for (List<Object> side : List.of(mine, theirs)) {
                for (int i = cases.below(3); i > 0; i--) {
                    Object element = cases.below(4);
                    cases.hitIf(added.contains(element) && side == theirs, "equal additions");
                    cases.hitIf(base.contains(element), "equal to one of the base");
                    side.add(cases.below(side.size() + 1), element);
                    added.add(element);
                }
            }
            expected.addAll(added);
            Rebase rebase = Rebase.of(null, base, mine, theirs);
            assertThat(counted(rebase.list())).as(rebase.toString()).isEqualTo(counted(expected));
        });
    }

    private static List<Object> scalars(Cases cases) {
        List<Object> list = new ArrayList<>();
        for (int size = cases.below(5); size > 0; size--) {
            list.add(cases.below(4));
        }
        return list;
    }

    private static Map<String, Integer> counted(Collection<?> elements) {
        Map<String, Integer> counts = new TreeMap<>();
        elements.forEach(element -> counts.merge(String.valueOf(element), 1, Integer::sum));
        return counts;
    }

    /** Each side removes and adds; the elements of the base are all different, so it is known which one was seen. */
    @Test
    void removals_removeWhatWasSeen_andNotAnEqualOneThatTheOtherAdded() {
        Cases.check(20_000, "removed by both; removed by one, an equal one added by the other", cases -> {
            List<Object> base = new ArrayList<>(List.of(0, 1, 2, 3, 4).subList(0, cases.between(1, 5)));
            Collections.shuffle(base, cases.random());
            List<Object> mine = new ArrayList<>(base);
            List<Object> theirs = new ArrayList<>(base);
            List<Object> expected = new ArrayList<>(base);
            List<Object> removed = new ArrayList<>();
            List<Object> added = new ArrayList<>();
            for (List<Object> side : List.of(mine, theirs)) {
                List<Object> kept = new ArrayList<>(base);
                for (int i = cases.below(3); i > 0 && !kept.isEmpty(); i--) {
                    Object element = kept.remove(cases.below(kept.size()));
                    side.remove(element);
                    expected.remove(element);
                    cases.hitIf(side == theirs && removed.contains(element), "removed by both");
                    removed.add(element);
                }
                for (int i = cases.below(3); i > 0; i--) {
                    Object element = cases.oneOf(List.of(0, 1, 2, 3, "x", "y"));
                    // What a side removed and added again, it moved.
                    if (kept.contains(element) || !base.contains(element)) {
                        side.add(cases.below(side.size() + 1), element);
                        added.add(element);
                        cases.hitIf(
                                side == theirs && removed.contains(element),
                                "removed by one, an equal one added by the other");
                    }
                }
            }
            expected.addAll(added);
            Rebase rebase = Rebase.of(null, base, mine, theirs);
            assertThat(counted(rebase.list())).as(rebase.toString()).isEqualTo(counted(expected));
        });
    }

    @Test
    void duplicates_asManyAreRemovedAsWereSeenToGo() {
        Cases.check(20_000, "some of several removed by both; some of several removed by one", cases -> {
            List<Object> base = scalars(cases);
            List<Object> mine = edited(cases, base);
            List<Object> theirs = edited(cases, base);
            Rebase rebase = Rebase.of(null, base, mine, theirs);
            for (int value = 0; value < 4; value++) {
                int before = Collections.frequency(base, value);
                int myChange = Collections.frequency(mine, value) - before;
                int theirChange = Collections.frequency(theirs, value) - before;
                int mostRemoved = Math.min(before, -Math.min(0, myChange) - Math.min(0, theirChange));
                int leastRemoved = Math.max(-Math.min(0, myChange), -Math.min(0, theirChange));
                int added = Math.max(0, myChange) + Math.max(0, theirChange);
                assertThat(Collections.frequency(rebase.list(), value))
                        .as("%s in %s", value, rebase)
                        .isBetween(before - mostRemoved + added, before - leastRemoved + added);
                cases.hitIf(before > 1 && myChange < 0 && theirChange < 0, "some of several removed by both");
                cases.hitIf(before > 1 && myChange < 0 && theirChange == 0, "some of several removed by one");
            }
        });
    }

    /** Removes, adds, moves. */
    private static List<Object> edited(Cases cases, List<Object> base) {
        List<Object> list = new ArrayList<>(base);
        for (int i = cases.below(3); i > 0; i--) {
            switch (cases.below(3)) {
                case 0 -> {
                    if (!list.isEmpty()) {
                        list.remove(cases.below(list.size()));
                    }
                }
                case 1 -> list.add(cases.below(list.size() + 1), cases.below(4));
                default -> Collections.shuffle(list, cases.random());
            }
        }
        return list;
    }

    @Test
    void nestedLists_mergeInside() {
        Cases.check(10_000, "one list changed by both", cases -> {
            List<Object> base = new ArrayList<>();
            List<Map<String, Integer>> expected = new ArrayList<>();
            for (int i = cases.between(1, 3); i > 0; i--) {
                base.add(new ArrayList<>(List.of(cases.fresh(), cases.fresh(), List.of(cases.fresh()))));
                expected.add(counted((List<?>) base.get(base.size() - 1)));
            }
            List<List<Object>> sides = List.of(Cases.asList(Cases.copy(base)), Cases.asList(Cases.copy(base)));
            int[] changes = new int[base.size()];
            for (List<Object> side : sides) {
                for (int i = 0; i < side.size(); i++) {
                    if (cases.oneIn(2)) {
                        Object added = cases.oneIn(2) ? cases.fresh() : "equal";
                        List<Object> inner = Cases.asList(side.get(i));
                        inner.add(cases.below(inner.size() + 1), added);
                        expected.get(i).merge(String.valueOf(added), 1, Integer::sum);
                        cases.hitIf(++changes[i] == 2, "one list changed by both");
                    }
                }
            }
            Rebase rebase = Rebase.of(null, base, sides.get(0), sides.get(1));
            assertThat(rebase.list().stream()
                            .map(inner -> counted((List<?>) inner))
                            .toList())
                    .as(rebase.toString())
                    .isEqualTo(expected);
        });
    }

    /** What both kept of each other's, seen from each side, and where the two meet. */
    @Test
    void order_isTheirs_thenMyAdditionsWhereIPutThem() {
        Cases.check(30_000, "base's order; both added at one place; mine moved; theirs moved; both moved", cases -> {
            List<Object> base = new ArrayList<>();
            for (int i = cases.between(1, 5); i > 0; i--) {
                base.add(cases.fresh());
            }
            List<Object> mine = inserted(cases, base, "m");
            List<Object> theirs = inserted(cases, base, "t");
            boolean isMovedByMe = cases.oneIn(4);
            boolean isMovedByThem = cases.oneIn(4);
            if (isMovedByMe) {
                Collections.shuffle(mine, cases.random());
            }
            if (isMovedByThem) {
                Collections.shuffle(theirs, cases.random());
            }
            List<?> result = Rebase.of(null, base, mine, theirs).list();
            String text = "base " + base + ", mine " + mine + ", theirs " + theirs + " -> " + result;
            List<Object> myOrder = without(mine, missing(base, theirs));
            List<Object> theirOrder = without(theirs, missing(base, mine));
            boolean mineHoldsBase = kept(base, mine).equals(kept(mine, base));
            boolean theirsHoldBase = kept(base, theirs).equals(kept(theirs, base));
            boolean isMyOrder = theirsHoldBase && !mineHoldsBase;
            assertThat(kept(result, isMyOrder ? mine : theirs)).as(text).isEqualTo(isMyOrder ? myOrder : theirOrder);
            if (mineHoldsBase && theirsHoldBase) {
                assertThat(kept(result, mine)).as(text).isEqualTo(myOrder);
                boolean isWhole = mine.containsAll(base) && theirs.containsAll(base);
                String sides = result.stream()
                        .map(element -> element.toString().substring(0, 1))
                        .collect(Collectors.joining());
                // Between two elements of the base: theirs, then mine.
                assertThat(isWhole ? sides : "").as(text).doesNotContain("mt");
                cases.hitIf(isWhole && sides.contains("tm"), "both added at one place");
                cases.hit("base's order");
            }
            cases.hitIf(!mineHoldsBase && theirsHoldBase, "mine moved");
            cases.hitIf(mineHoldsBase && !theirsHoldBase, "theirs moved");
            cases.hitIf(!mineHoldsBase && !theirsHoldBase, "both moved");
        });
    }

    private static List<Object> inserted(Cases cases, List<Object> base, String prefix) {
        List<Object> list = new ArrayList<>(base);
        if (cases.oneIn(2)) {
            list.remove(cases.below(list.size()));
        }
        for (int i = cases.below(4); i > 0; i--) {
            list.add(cases.below(list.size() + 1), prefix + cases.fresh());
        }
        return list;
    }

    /** The elements of a list that are in another, in the list's order. */
    private static List<Object> kept(List<?> list, List<?> other) {
        List<Object> kept = new ArrayList<>(list);
        kept.retainAll(other);
        return kept;
    }

    private static List<Object> without(List<?> list, List<?> others) {
        List<Object> rest = new ArrayList<>(list);
        rest.removeAll(others);
        return rest;
    }

    private static List<Object> missing(List<?> base, List<?> changed) {
        return without(base, changed);
    }
}
