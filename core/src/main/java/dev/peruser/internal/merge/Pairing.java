package dev.peruser.internal.merge;

import java.util.Arrays;

/** Which elements of two lists belong together, and which of them stand in order. */
final class Pairing {
    private final int[] changedOf;
    private final int[] baseOf;
    private boolean[] isInOrder = {};

    Pairing(int baseSize, int changedSize) {
        this.changedOf = new int[baseSize];
        this.baseOf = new int[changedSize];
        Arrays.fill(changedOf, -1);
        Arrays.fill(baseOf, -1);
    }

    void pair(int basePosition, int changedPosition) {
        changedOf[basePosition] = changedPosition;
        baseOf[changedPosition] = basePosition;
    }

    /** Takes a longest run of pairs that stand in the base's order for unmoved; the others were moved. */
    void findOrder() {
        isInOrder = LongestRun.of(baseOf);
    }

    /** The position in the changed list, or -1 if it was removed. */
    int changedOf(int basePosition) {
        return changedOf[basePosition];
    }

    /** The position in the base, or -1 if it was added. */
    int baseOf(int changedPosition) {
        return baseOf[changedPosition];
    }

    /** Behind which element of the base an element of the changed list stands. */
    int slot(int changedPosition, int before) {
        return baseOf[changedPosition] >= 0 && isInOrder[changedPosition] ? baseOf[changedPosition] + 1 : before;
    }

    boolean hasMoved() {
        for (int c = 0; c < baseOf.length; c++) {
            if (baseOf[c] >= 0 && !isInOrder[c]) {
                return true;
            }
        }
        return false;
    }
}
