package dev.peruser.internal.merge;

import dev.peruser.internal.values.Checkpoint;

/**
 * Pairs the rows and columns of a table in order, so that the sum of the scores is greatest. Takes time and space as
 * the table has cells, so one of the sides must be short.
 */
final class BestPairs {
    /** How many rows or columns a table has at most, whatever it has of the others: its cells are O(n). */
    static final int SHORT = 64;

    private BestPairs() {}

    /** How well a row and a column fit; 0 if they are no pair. */
    @FunctionalInterface
    interface Score {
        int of(int row, int column);
    }

    /** Takes a pair. */
    @FunctionalInterface
    interface Pair {
        void take(int row, int column);
    }

    static boolean isSmall(int rows, int columns) {
        return Math.min(rows, columns) <= SHORT;
    }

    static void find(int rows, int columns, Score score, Checkpoint checkpoint, Pair pair) {
        if (rows <= 0 || columns <= 0) {
            return;
        }
        int[][] best = new int[rows + 1][columns + 1];
        for (int i = rows - 1; i >= 0; i--) {
            checkpoint.steps(columns);
            for (int j = columns - 1; j >= 0; j--) {
                int fit = score.of(i, j);
                int skipped = Math.max(best[i + 1][j], best[i][j + 1]);
                best[i][j] = fit == 0 ? skipped : Math.max(skipped, best[i + 1][j + 1] + fit);
            }
        }
        int i = 0;
        int j = 0;
        while (i < rows && j < columns) {
            int fit = score.of(i, j);
            if (fit > 0 && best[i][j] == best[i + 1][j + 1] + fit) {
                pair.take(i++, j++);
            } else if (best[i][j] == best[i + 1][j]) {
                i++;
            } else {
                j++;
            }
        }
    }
}
