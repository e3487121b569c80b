package dev.peruser.internal.merge;

import dev.peruser.internal.values.Checkpoint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The fewest removals and additions that make one row of numbers into another, if they are few (Myers, "An O(ND)
 * difference algorithm and its variations", 1986): what stays is a longest common subsequence. With a bound on how
 * many, it takes O(n).
 */
final class ShortestEdit {
    /** How many removals and additions are looked for, together. */
    static final int MOST = 128;

    private final int[] from;
    private final int[] to;
    /** For each number of edits, how far one gets on each diagonal. */
    private final List<int[]> reached = new ArrayList<>();

    private ShortestEdit(int[] from, int[] to) {
        this.from = from;
        this.to = to;
    }

    /** Gives the pairs of what stays, and whether there were few enough edits; if not, it gives none. */
    static boolean find(int[] from, int[] to, Checkpoint checkpoint, BestPairs.Pair pair) {
        ShortestEdit edit = new ShortestEdit(from, to);
        if (!edit.search(checkpoint)) {
            return false;
        }
        edit.walkBack(pair);
        return true;
    }

    private boolean search(Checkpoint checkpoint) {
        int most = Math.min(MOST, from.length + to.length);
        int[] ends = new int[2 * most + 3];
        int middle = most + 1;
        for (int edits = 0; edits <= most; edits++) {
            for (int diagonal = -edits; diagonal <= edits; diagonal += 2) {
                int x = start(ends, middle, edits, diagonal);
                int begin = x;
                while (x < from.length && x - diagonal < to.length && from[x] == to[x - diagonal]) {
                    x++;
                }
                ends[middle + diagonal] = x;
                checkpoint.steps(1 + x - begin);
                if (x >= from.length && x - diagonal >= to.length) {
                    return true;
                }
            }
            reached.add(Arrays.copyOfRange(ends, middle - edits, middle + edits + 1));
        }
        return false;
    }

    /** From one diagonal above by an addition, or from one below by a removal, whichever gets further. */
    private static int start(int[] ends, int middle, int edits, int diagonal) {
        if (edits == 0) {
            return 0;
        }
        boolean isAddition = isAddition(ends[middle + diagonal - 1], ends[middle + diagonal + 1], edits, diagonal);
        return isAddition ? ends[middle + diagonal + 1] : ends[middle + diagonal - 1] + 1;
    }

    private static boolean isAddition(int below, int above, int edits, int diagonal) {
        return diagonal == -edits || (diagonal != edits && below < above);
    }

    private void walkBack(BestPairs.Pair pair) {
        int x = from.length;
        int y = to.length;
        for (int edits = reached.size(); edits > 0; edits--) {
            int[] ends = reached.get(edits - 1);
            int diagonal = x - y;
            int below = end(ends, edits - 1, diagonal - 1);
            int above = end(ends, edits - 1, diagonal + 1);
            boolean isAddition = isAddition(below, above, edits, diagonal);
            int beforeX = isAddition ? above : below;
            int beforeY = beforeX - (isAddition ? diagonal + 1 : diagonal - 1);
            int startX = isAddition ? beforeX : beforeX + 1;
            while (x > startX) {
                pair.take(--x, --y);
            }
            x = beforeX;
            y = beforeY;
        }
        while (x > 0 && y > 0) {
            pair.take(--x, --y);
        }
    }

    private static int end(int[] ends, int edits, int diagonal) {
        int index = diagonal + edits;
        return index < 0 || index >= ends.length ? -1 : ends[index];
    }
}
