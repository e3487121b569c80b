package dev.peruser.internal.merge;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which element of a changed list is which element of the list that it came from.
 *
 * <ol>
 *   <li>Equal elements at the beginning and the end are paired, then a longest common subsequence of equal ones.
 *   <li>Of what is left, equal elements elsewhere are paired: they were moved.
 *   <li>Between two pairs, lists and maps that are left are paired in order, so that the most alike meet: they were
 *       changed inside. Scalars never are: a changed scalar is one removed and one added.
 * </ol>
 */
public final class ListAlignment {
    private static final int LARGEST_TABLE = 4_000_000;

    private final List<?> base;
    private final List<?> changed;
    private final int[] baseOf;
    private final int[] changedOf;
    private final boolean[] moved;

    ListAlignment(List<?> base, List<?> changed) {
        this.base = base;
        this.changed = changed;
        this.baseOf = new int[changed.size()];
        this.changedOf = new int[base.size()];
        this.moved = new boolean[changed.size()];
        Arrays.fill(baseOf, -1);
        Arrays.fill(changedOf, -1);
        pairEqual();
        pairMoved();
        pairAlike();
    }

    /** The position in the base of the element at a position of the changed list, or -1 if it was added. */
    int baseOf(int changedPosition) {
        return baseOf[changedPosition];
    }

    private void pair(int basePosition, int changedPosition) {
        changedOf[basePosition] = changedPosition;
        baseOf[changedPosition] = basePosition;
    }

    private void pairEqual() {
        int start = 0;
        int baseEnd = base.size();
        int changedEnd = changed.size();
        while (start < baseEnd && start < changedEnd && isEqual(start, start)) {
            pair(start, start);
            start++;
        }
        while (baseEnd > start && changedEnd > start && isEqual(baseEnd - 1, changedEnd - 1)) {
            pair(--baseEnd, --changedEnd);
        }
        if ((long) (baseEnd - start) * (changedEnd - start) <= LARGEST_TABLE) {
            align(start, baseEnd, start, changedEnd, (i, j) -> isEqual(i, j) ? 1 : 0);
        }
    }

    private void pairMoved() {
        Map<@Nullable Object, Deque<Integer>> unpaired = new HashMap<>();
        for (int i = 0; i < base.size(); i++) {
            if (changedOf[i] < 0) {
                unpaired.computeIfAbsent(base.get(i), element -> new ArrayDeque<>(1))
                        .add(i);
            }
        }
        for (int j = 0; j < changed.size() && !unpaired.isEmpty(); j++) {
            @Nullable Deque<Integer> equal = baseOf[j] < 0 ? unpaired.get(changed.get(j)) : null;
            if (equal != null && !equal.isEmpty()) {
                pair(equal.remove(), j);
                moved[j] = true;
            }
        }
    }

    private void pairAlike() {
        int baseStart = 0;
        int changedStart = 0;
        for (int j = 0; j <= changed.size(); j++) {
            boolean isEnd = j == changed.size();
            if (isEnd || (baseOf[j] >= baseStart && !moved[j])) {
                int baseEnd = isEnd ? base.size() : baseOf[j];
                if ((long) (baseEnd - baseStart) * (j - changedStart) <= LARGEST_TABLE) {
                    align(baseStart, baseEnd, changedStart, j, this::likeness);
                }
                baseStart = baseEnd + 1;
                changedStart = j + 1;
            }
        }
    }

    private boolean isEqual(int basePosition, int changedPosition) {
        return Objects.equals(base.get(basePosition), changed.get(changedPosition));
    }

    /** How much two unpaired elements have in common; 0 if they can't be the same one. */
    private int likeness(int basePosition, int changedPosition) {
        if (changedOf[basePosition] >= 0 || baseOf[changedPosition] >= 0) {
            return 0;
        }
        @Nullable Object before = base.get(basePosition);
        @Nullable Object after = changed.get(changedPosition);
        if (before instanceof Map<?, ?> left && after instanceof Map<?, ?> right) {
            int likeness = left.isEmpty() || right.isEmpty() ? 1 : 0;
            for (Map.Entry<?, ?> entry : left.entrySet()) {
                if (right.containsKey(entry.getKey())) {
                    likeness += Objects.equals(entry.getValue(), right.get(entry.getKey())) ? 10 : 1;
                }
            }
            return likeness;
        }
        return before instanceof List && after instanceof List ? 1 : 0;
    }

    /** Pairs positions of two ranges in order, so that the sum of the scores is greatest. */
    private void align(int baseStart, int baseEnd, int changedStart, int changedEnd, Score score) {
        int rows = baseEnd - baseStart;
        int columns = changedEnd - changedStart;
        if (rows <= 0 || columns <= 0) {
            return;
        }
        int[][] best = new int[rows + 1][columns + 1];
        for (int i = rows - 1; i >= 0; i--) {
            for (int j = columns - 1; j >= 0; j--) {
                int likeness = score.of(baseStart + i, changedStart + j);
                int skipped = Math.max(best[i + 1][j], best[i][j + 1]);
                best[i][j] = likeness == 0 ? skipped : Math.max(skipped, best[i + 1][j + 1] + likeness);
            }
        }
        int i = 0;
        int j = 0;
        while (i < rows && j < columns) {
            int likeness = score.of(baseStart + i, changedStart + j);
            if (likeness > 0 && best[i][j] == best[i + 1][j + 1] + likeness) {
                pair(baseStart + i++, changedStart + j++);
            } else if (best[i][j] == best[i + 1][j]) {
                i++;
            } else {
                j++;
            }
        }
    }

    @FunctionalInterface
    private interface Score {
        int of(int basePosition, int changedPosition);
    }
}
