package dev.peruser.internal.merge;

import dev.peruser.internal.values.Checkpoint;
import dev.peruser.internal.values.ValueNumbers;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Which element of a changed list is which element of the list that it came from.
 *
 * <ol>
 *   <li>Equal elements at the beginning and the end are paired, then a longest common subsequence of equal ones:
 *       exactly if one of the lists is short or few elements were removed and added, else among the n-th of each value.
 *   <li>Of what is left, equal elements elsewhere are paired: they were moved.
 *   <li>Between two pairs, lists and maps that are left are paired in order, so that the most alike meet
 *       ({@link Likeness}): they were changed inside. Scalars never are: a changed scalar is one removed and one added.
 * </ol>
 *
 * <p>Takes O(n log n) in the size of the lists.
 */
final class ListAlignment {
    private final int[] base;
    private final int[] changed;
    private final List<?> baseElements;
    private final List<?> changedElements;
    private final Likeness likeness;
    private final Checkpoint checkpoint;
    private final int[] baseOf;
    private final int[] changedOf;
    private final boolean[] moved;

    ListAlignment(List<?> base, List<?> changed, ValueNumbers numbers, Checkpoint checkpoint) {
        this.base = numbers.ofEach(base);
        this.changed = numbers.ofEach(changed);
        this.baseElements = base;
        this.changedElements = changed;
        this.likeness = new Likeness(base, changed, numbers, checkpoint);
        this.checkpoint = checkpoint;
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
        int baseEnd = base.length;
        int changedEnd = changed.length;
        while (start < baseEnd && start < changedEnd && base[start] == changed[start]) {
            pair(start, start);
            start++;
        }
        while (baseEnd > start && changedEnd > start && base[baseEnd - 1] == changed[changedEnd - 1]) {
            pair(--baseEnd, --changedEnd);
        }
        pairEqual(start, baseEnd, changedEnd);
    }

    private void pairEqual(int start, int baseEnd, int changedEnd) {
        int rows = baseEnd - start;
        int columns = changedEnd - start;
        BestPairs.Pair take = (i, j) -> pair(start + i, start + j);
        if (BestPairs.isSmall(rows, columns)) {
            BestPairs.find(rows, columns, (i, j) -> base[start + i] == changed[start + j] ? 1 : 0, checkpoint, take);
            return;
        }
        int[] from = Arrays.copyOfRange(base, start, baseEnd);
        int[] to = Arrays.copyOfRange(changed, start, changedEnd);
        if (!ShortestEdit.find(from, to, checkpoint, take)) {
            int[] inOrder = LongestRun.only(nthOfEach(from, to));
            for (int j = 0; j < inOrder.length; j++) {
                if (inOrder[j] >= 0) {
                    take.take(inOrder[j], j);
                }
            }
        }
    }

    /** For each number the position of the n-th of it in the other row, if it is the n-th of its row; else -1. */
    private static int[] nthOfEach(int[] from, int[] to) {
        Positions positions = new Positions();
        for (int i = 0; i < from.length; i++) {
            positions.add(from[i], i);
        }
        int[] nth = new int[to.length];
        for (int j = 0; j < to.length; j++) {
            nth[j] = positions.takeFirst(to[j]);
        }
        return nth;
    }

    private void pairMoved() {
        Positions unpaired = new Positions();
        for (int i = 0; i < base.length; i++) {
            if (changedOf[i] < 0) {
                unpaired.add(base[i], i);
            }
        }
        for (int j = 0; j < changed.length; j++) {
            int i = baseOf[j] < 0 ? unpaired.takeFirst(changed[j]) : -1;
            if (i >= 0) {
                pair(i, j);
                moved[j] = true;
            }
        }
    }

    private void pairAlike() {
        int baseStart = 0;
        int changedStart = 0;
        for (int j = 0; j <= changed.length; j++) {
            boolean isEnd = j == changed.length;
            if (isEnd || (baseOf[j] >= baseStart && !moved[j])) {
                int baseEnd = isEnd ? base.length : baseOf[j];
                pairAlike(baseStart, baseEnd, changedStart, j);
                baseStart = baseEnd + 1;
                changedStart = j + 1;
            }
        }
    }

    private void pairAlike(int baseStart, int baseEnd, int changedStart, int changedEnd) {
        int[] rows = unpaired(baseElements, changedOf, baseStart, baseEnd);
        int[] columns = unpaired(changedElements, baseOf, changedStart, changedEnd);
        likeness.pair(rows, columns, this::pair);
    }

    /** The positions of maps and lists that have no pair yet. */
    private static int[] unpaired(List<?> elements, int[] pairs, int start, int end) {
        return IntStream.range(start, end)
                .filter(i -> pairs[i] < 0 && (elements.get(i) instanceof Map || elements.get(i) instanceof List))
                .toArray();
    }

    /** Where each value is, the first one first. */
    private static final class Positions {
        private final Map<Integer, Deque<Integer>> positions = new HashMap<>();

        void add(int number, int position) {
            positions.computeIfAbsent(number, key -> new ArrayDeque<>(1)).add(position);
        }

        /** Or -1 if there is none left. */
        int takeFirst(int number) {
            @Nullable Deque<Integer> left = positions.get(number);
            return left == null || left.isEmpty() ? -1 : left.remove();
        }
    }
}
