package dev.peruser;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Three-way merge of lists.
 *
 * <ol>
 *   <li>Additions are occurrences: what both sides added is there twice, even if equal. A removal removes the element
 *       that was seen.
 *   <li>Elements that have the identifying properties pair by them, and an identity that both sides added is one
 *       element. Others pair by {@link ListAlignment}. Pairs merge inside.
 *   <li>Order: theirs; my additions stand behind the element of the base behind which I put them, after what they added
 *       there.
 * </ol>
 */
final class ListMerge {
    private final ThreeWayMerge values;
    private final List<String> path;
    private final List<String> properties;

    ListMerge(ThreeWayMerge values, List<String> path, List<String> properties) {
        this.values = values;
        this.path = path;
        this.properties = properties;
    }

    List<@Nullable Object> merge(List<?> base, List<?> mine, List<?> theirs) {
        Pairing toMine = pair(base, mine);
        Pairing toTheirs = pair(base, theirs);
        List<List<@Nullable Object>> slots = new ArrayList<>();
        for (int i = 0; i <= base.size(); i++) {
            slots.add(new ArrayList<>());
        }
        boolean[] taken = new boolean[mine.size()];
        addTheirs(base, mine, theirs, toMine, toTheirs, slots, taken);
        addMine(base, mine, toMine, toTheirs, slots, taken);
        List<@Nullable Object> merged = new ArrayList<>();
        slots.forEach(merged::addAll);
        return merged;
    }

    private void addTheirs(
            List<?> base,
            List<?> mine,
            List<?> theirs,
            Pairing toMine,
            Pairing toTheirs,
            List<List<@Nullable Object>> slots,
            boolean[] taken) {
        Map<Object, Integer> mineAdded = additionsByIdentity(mine, toMine);
        int slot = 0;
        for (int t = 0; t < theirs.size(); t++) {
            int b = toTheirs.baseOf[t];
            if (b >= 0 && toTheirs.isInOrder[t]) {
                slot = b + 1;
            }
            if (b < 0) {
                @Nullable Object identity = identityOf(theirs.get(t));
                @Nullable Integer m = identity == null ? null : mineAdded.remove(identity);
                if (m != null) {
                    taken[m] = true;
                    slots.get(slot)
                            .add(values.mergeValue(ThreeWayMerge.Absent.VALUE, mine.get(m), theirs.get(t), path));
                } else {
                    slots.get(slot).add(theirs.get(t));
                }
            } else if (toMine.changedOf[b] >= 0) {
                int m = toMine.changedOf[b];
                taken[m] = true;
                slots.get(slot).add(values.mergeValue(base.get(b), mine.get(m), theirs.get(t), path));
            }
        }
    }

    private void addMine(
            List<?> base,
            List<?> mine,
            Pairing toMine,
            Pairing toTheirs,
            List<List<@Nullable Object>> slots,
            boolean[] taken) {
        int slot = 0;
        for (int m = 0; m < mine.size(); m++) {
            int b = toMine.baseOf[m];
            if (b >= 0 && toMine.isInOrder[m]) {
                slot = b + 1;
            }
            boolean isSet = b >= 0
                    && toTheirs.changedOf[b] < 0
                    && values.missing() == ThreeWayMerge.Missing.NEVER_WAS
                    && !Objects.equals(base.get(b), mine.get(m));
            if (!taken[m] && (b < 0 || isSet)) {
                slots.get(slot).add(mine.get(m));
            }
        }
    }

    private Map<Object, Integer> additionsByIdentity(List<?> mine, Pairing toMine) {
        Map<Object, Integer> added = new HashMap<>();
        for (int m = mine.size() - 1; m >= 0 && !properties.isEmpty(); m--) {
            @Nullable Object identity = toMine.baseOf[m] < 0 ? identityOf(mine.get(m)) : null;
            if (identity != null) {
                added.put(identity, m);
            }
        }
        return added;
    }

    /** The values of the identifying properties, or null if the element has not all of them. */
    private @Nullable Object identityOf(@Nullable Object element) {
        if (properties.isEmpty()
                || !(element instanceof Map<?, ?> map)
                || !map.keySet().containsAll(properties)) {
            return null;
        }
        List<@Nullable Object> identity = new ArrayList<>();
        properties.forEach(property -> identity.add(map.get(property)));
        return identity;
    }

    /**
     * Which element is which: by identity where there is one (the n-th of an identity is the n-th of it), else by
     * alignment.
     */
    private Pairing pair(List<?> base, List<?> changed) {
        Pairing pairing = new Pairing(base.size(), changed.size());
        Map<Object, Deque<Integer>> identified = new HashMap<>();
        List<@Nullable Object> baseRest = new ArrayList<>();
        List<Integer> baseRestPositions = new ArrayList<>();
        for (int b = 0; b < base.size(); b++) {
            @Nullable Object identity = identityOf(base.get(b));
            if (identity == null) {
                baseRest.add(base.get(b));
                baseRestPositions.add(b);
            } else {
                identified.computeIfAbsent(identity, key -> new ArrayDeque<>()).add(b);
            }
        }
        List<@Nullable Object> changedRest = new ArrayList<>();
        List<Integer> changedRestPositions = new ArrayList<>();
        for (int c = 0; c < changed.size(); c++) {
            @Nullable Object identity = identityOf(changed.get(c));
            if (identity == null) {
                changedRest.add(changed.get(c));
                changedRestPositions.add(c);
            } else {
                @Nullable Deque<Integer> positions = identified.get(identity);
                if (positions != null && !positions.isEmpty()) {
                    pairing.pair(positions.remove(), c);
                }
            }
        }
        ListAlignment alignment = new ListAlignment(baseRest, changedRest);
        for (int c = 0; c < changedRest.size(); c++) {
            if (alignment.baseOf(c) >= 0) {
                pairing.pair(baseRestPositions.get(alignment.baseOf(c)), changedRestPositions.get(c));
            }
        }
        pairing.findOrder();
        return pairing;
    }

    private static final class Pairing {
        private final int[] changedOf;
        private final int[] baseOf;
        private final boolean[] isInOrder;

        Pairing(int baseSize, int changedSize) {
            this.changedOf = new int[baseSize];
            this.baseOf = new int[changedSize];
            this.isInOrder = new boolean[changedSize];
            Arrays.fill(changedOf, -1);
            Arrays.fill(baseOf, -1);
        }

        void pair(int basePosition, int changedPosition) {
            changedOf[basePosition] = changedPosition;
            baseOf[changedPosition] = basePosition;
        }

        /** Marks a longest run of pairs that stand in the base's order (by patience sorting); the others were moved. */
        void findOrder() {
            int[] endOfRun = new int[baseOf.length];
            int[] before = new int[baseOf.length];
            int longest = 0;
            for (int c = 0; c < baseOf.length; c++) {
                if (baseOf[c] >= 0) {
                    int run = firstRunEndingBehind(baseOf[c], endOfRun, longest);
                    before[c] = run == 0 ? -1 : endOfRun[run - 1];
                    endOfRun[run] = c;
                    longest = Math.max(longest, run + 1);
                }
            }
            for (int c = longest == 0 ? -1 : endOfRun[longest - 1]; c >= 0; c = before[c]) {
                isInOrder[c] = true;
            }
        }

        private int firstRunEndingBehind(int basePosition, int[] endOfRun, int runs) {
            int low = 0;
            int high = runs;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (baseOf[endOfRun[middle]] < basePosition) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }
    }
}
