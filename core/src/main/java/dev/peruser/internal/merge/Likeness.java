package dev.peruser.internal.merge;

import dev.peruser.internal.values.Checkpoint;
import dev.peruser.internal.values.ValueNumbers;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How much maps and lists of two lists have in common, and which of them belong together. Two maps are the more alike
 * the more entries they share, and are no pair without a common key; two lists always are one.
 *
 * <ol>
 *   <li>If one side is short, the sum of all pairs' likenesses is the greatest possible.
 *   <li>Else maps meet that have an entry which no other on their sides has, as far as they stand in order; between two
 *       such pairs the same again if one side is short, else each meets the next.
 * </ol>
 *
 * <p>Takes O(n log n) in the size of what is paired.
 */
final class Likeness {
    private static final int SAME_ENTRY = 10;
    private static final int SAME_KEY = 1;

    private final List<?> base;
    private final List<?> changed;
    private final ValueNumbers numbers;
    private final Checkpoint checkpoint;
    private final IdentityHashMap<Map<?, ?>, Map<Integer, Integer>> entries = new IdentityHashMap<>();

    Likeness(List<?> base, List<?> changed, ValueNumbers numbers, Checkpoint checkpoint) {
        this.base = base;
        this.changed = changed;
        this.numbers = numbers;
        this.checkpoint = checkpoint;
    }

    /** How much two elements have in common; 0 if they can't be the same one. */
    int of(int basePosition, int changedPosition) {
        @Nullable Object before = base.get(basePosition);
        @Nullable Object after = changed.get(changedPosition);
        if (before instanceof Map<?, ?> left && after instanceof Map<?, ?> right) {
            return left.isEmpty() || right.isEmpty() ? 1 : common(left, right);
        }
        return before instanceof List && after instanceof List ? 1 : 0;
    }

    private int common(Map<?, ?> left, Map<?, ?> right) {
        boolean isLeftSmaller = left.size() <= right.size();
        Map<Integer, Integer> all = entries(isLeftSmaller ? right : left);
        int common = 0;
        for (Map.Entry<Integer, Integer> entry :
                entries(isLeftSmaller ? left : right).entrySet()) {
            @Nullable Integer other = all.get(entry.getKey());
            common += other == null ? 0 : other.equals(entry.getValue()) ? SAME_ENTRY : SAME_KEY;
        }
        return common;
    }

    private Map<Integer, Integer> entries(Map<?, ?> map) {
        return entries.computeIfAbsent(map, key -> {
            Map<Integer, Integer> numbered = new HashMap<>();
            map.forEach((name, value) -> numbered.put(numbers.of(name), numbers.of(value)));
            checkpoint.steps(map.size());
            return numbered;
        });
    }

    /** Pairs positions of the two lists, both in ascending order. */
    void pair(int[] rows, int[] columns, BestPairs.Pair pair) {
        int[] rowOf = BestPairs.isSmall(rows.length, columns.length)
                ? new int[0]
                : LongestRun.only(rowsOfUniqueEntries(rows, columns));
        int row = 0;
        int column = 0;
        for (int j = 0; j < rowOf.length; j++) {
            if (rowOf[j] >= 0) {
                pairBetween(Arrays.copyOfRange(rows, row, rowOf[j]), Arrays.copyOfRange(columns, column, j), pair);
                pair.take(rows[rowOf[j]], columns[j]);
                row = rowOf[j] + 1;
                column = j + 1;
            }
        }
        pairBetween(
                Arrays.copyOfRange(rows, row, rows.length), Arrays.copyOfRange(columns, column, columns.length), pair);
    }

    private void pairBetween(int[] rows, int[] columns, BestPairs.Pair pair) {
        if (BestPairs.isSmall(rows.length, columns.length)) {
            BestPairs.find(
                    rows.length,
                    columns.length,
                    (i, j) -> of(rows[i], columns[j]),
                    checkpoint,
                    (i, j) -> pair.take(rows[i], columns[j]));
        } else {
            pairNext(rows, columns, pair);
        }
    }

    private void pairNext(int[] rows, int[] columns, BestPairs.Pair pair) {
        int i = 0;
        int j = 0;
        while (i < rows.length && j < columns.length) {
            checkpoint.step();
            if (of(rows[i], columns[j]) > 0) {
                pair.take(rows[i++], columns[j++]);
            } else if (rows.length - i > columns.length - j) {
                i++;
            } else {
                j++;
            }
        }
    }

    /**
     * For each column the row that shares most entries with it which nobody else on either side has, or -1 if none
     * does.
     */
    private int[] rowsOfUniqueEntries(int[] rows, int[] columns) {
        Map<Long, Integer> rowsByEntry = owners(base, rows);
        Map<Long, Integer> columnsByEntry = owners(changed, columns);
        int[] rowOf = new int[columns.length];
        boolean[] isTaken = new boolean[rows.length];
        for (int j = 0; j < columns.length; j++) {
            Map<Integer, Integer> shared = new HashMap<>();
            int best = -1;
            for (long entry : entriesOf(changed.get(columns[j]))) {
                int row = rowsByEntry.getOrDefault(entry, -1);
                if (row >= 0 && !isTaken[row] && columnsByEntry.getOrDefault(entry, -1) == j) {
                    int count = shared.merge(row, 1, Integer::sum);
                    best = best < 0 || count > shared.getOrDefault(best, 0) ? row : best;
                }
            }
            rowOf[j] = best;
            if (best >= 0) {
                isTaken[best] = true;
            }
        }
        return rowOf;
    }

    /** Who alone has an entry: its index among the positions; -1 if several have it. */
    private Map<Long, Integer> owners(List<?> elements, int[] positions) {
        Map<Long, Integer> owners = new HashMap<>();
        for (int i = 0; i < positions.length; i++) {
            int owner = i;
            for (long entry : entriesOf(elements.get(positions[i]))) {
                owners.merge(entry, owner, (one, other) -> -1);
            }
        }
        return owners;
    }

    private long[] entriesOf(@Nullable Object element) {
        return element instanceof Map<?, ?> map
                ? entries(map).entrySet().stream()
                        .mapToLong(entry -> ValueNumbers.pair(entry.getKey(), entry.getValue()))
                        .toArray()
                : new long[0];
    }
}
