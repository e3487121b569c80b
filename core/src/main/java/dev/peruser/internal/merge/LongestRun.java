package dev.peruser.internal.merge;

import java.util.Arrays;

/** A longest run of increasing numbers within a row of numbers (by patience sorting: O(n log n)). */
final class LongestRun {
    private static final int NONE = -1;

    private LongestRun() {}

    /**
     * Says which positions belong to it.
     *
     * @param numbers different from each other; negative ones are passed over
     */
    static boolean[] of(int[] numbers) {
        int[] endOfRun = new int[numbers.length];
        int[] before = new int[numbers.length];
        int longest = 0;
        for (int i = 0; i < numbers.length; i++) {
            if (numbers[i] >= 0) {
                int run = firstRunEndingBehind(numbers, numbers[i], endOfRun, longest);
                before[i] = run == 0 ? NONE : endOfRun[run - 1];
                endOfRun[run] = i;
                longest = Math.max(longest, run + 1);
            }
        }
        boolean[] isInRun = new boolean[numbers.length];
        for (int i = longest == 0 ? NONE : endOfRun[longest - 1]; i >= 0; i = before[i]) {
            isInRun[i] = true;
        }
        return isInRun;
    }

    /** The numbers with those that don't belong to it made negative. */
    static int[] only(int[] numbers) {
        boolean[] isInRun = of(numbers);
        int[] only = Arrays.copyOf(numbers, numbers.length);
        for (int i = 0; i < only.length; i++) {
            only[i] = isInRun[i] ? only[i] : NONE;
        }
        return only;
    }

    private static int firstRunEndingBehind(int[] numbers, int number, int[] endOfRun, int runs) {
        int low = 0;
        int high = runs;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (numbers[endOfRun[middle]] < number) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
