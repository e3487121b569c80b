package dev.peruser.internal.merge;

import dev.peruser.internal.values.Checkpoint;
import dev.peruser.internal.values.ValueNumbers;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Three-way merge of lists.
 *
 * <ol>
 *   <li>Additions are occurrences: what both sides added is there twice, even if equal. A removal removes the element
 *       that was seen.
 *   <li>Elements that have the identifying properties pair by them, and an identity that both sides added is one
 *       element. Others pair by {@link ListAlignment}. Pairs merge inside.
 *   <li>Order: theirs, unless they kept the base's and I did not; my additions stand behind the element of the base
 *       behind which I put them, after what they added there.
 * </ol>
 *
 * <p>Takes O(n log n) in the size of the lists.
 */
public final class ListMerge {
    private final ThreeWayMerge values;
    private final Place place;
    private final List<String> properties;
    private final ValueNumbers numbers;
    private final Checkpoint checkpoint;

    ListMerge(ThreeWayMerge values, Place place, ValueNumbers numbers, Checkpoint checkpoint) {
        this.values = values;
        this.place = place;
        this.properties = place.identityOfElements();
        this.numbers = numbers;
        this.checkpoint = checkpoint;
    }

    List<@Nullable Object> merge(List<?> base, List<?> mine, List<?> theirs) {
        Pairing toMine = pair(base, mine);
        Pairing toTheirs = pair(base, theirs);
        List<Slot> slots = new ArrayList<>(base.size() + 1);
        for (int i = 0; i <= base.size(); i++) {
            slots.add(new Slot(new ArrayList<>(1), new ArrayList<>(0)));
        }
        Sides sides = new Sides(base, mine, theirs, toMine, toTheirs);
        // Theirs is the order, unless only I have one of my own.
        boolean isMyOrder = toMine.hasMoved() && !toTheirs.hasMoved();
        boolean[] taken = isMyOrder ? addMineInOrder(sides, slots) : addTheirsInOrder(sides, slots);
        if (isMyOrder) {
            addTheirAdditions(sides, slots, taken);
        } else {
            addMyAdditions(sides, slots, taken);
        }
        List<@Nullable Object> merged = new ArrayList<>(Math.max(mine.size(), theirs.size()));
        slots.forEach(slot -> {
            merged.addAll(slot.first);
            merged.addAll(slot.then);
        });
        return merged;
    }

    private record Sides(List<?> base, List<?> mine, List<?> theirs, Pairing toMine, Pairing toTheirs) {}

    /**
     * What stands behind one element of the base: that element, what was moved there, and what they added there; then
     * what I added there.
     */
    private record Slot(List<@Nullable Object> first, List<@Nullable Object> then) {
        /** Where my next element belongs, if the order is mine: what I moved behind an addition stays behind it. */
        List<@Nullable Object> inOrder(boolean isAddition) {
            return isAddition || !then.isEmpty() ? then : first;
        }
    }

    /** Returns which elements of mine are in the result. */
    private boolean[] addTheirsInOrder(Sides sides, List<Slot> slots) {
        boolean[] taken = new boolean[sides.mine.size()];
        Map<Integer, Integer> mineAdded = additionsByIdentity(sides.mine, sides.toMine);
        int slot = 0;
        for (int t = 0; t < sides.theirs.size(); t++) {
            int b = sides.toTheirs.baseOf(t);
            slot = sides.toTheirs.slot(t, slot);
            int m = b < 0 ? partner(sides.theirs.get(t), mineAdded) : sides.toMine.changedOf(b);
            if (m >= 0) {
                taken[m] = true;
                slots.get(slot).first.add(mergePair(sides, b, m, t));
            } else if (b < 0) {
                slots.get(slot).first.add(sides.theirs.get(t));
            }
        }
        return taken;
    }

    /** Returns which elements of theirs are in the result. */
    private boolean[] addMineInOrder(Sides sides, List<Slot> slots) {
        boolean[] taken = new boolean[sides.theirs.size()];
        Map<Integer, Integer> theirsAdded = additionsByIdentity(sides.theirs, sides.toTheirs);
        int slot = 0;
        for (int m = 0; m < sides.mine.size(); m++) {
            int b = sides.toMine.baseOf(m);
            slot = sides.toMine.slot(m, slot);
            int t = b < 0 ? partner(sides.mine.get(m), theirsAdded) : sides.toTheirs.changedOf(b);
            if (t >= 0) {
                taken[t] = true;
                slots.get(slot).inOrder(b < 0).add(mergePair(sides, b, m, t));
            } else if (b < 0) {
                slots.get(slot).inOrder(true).add(sides.mine.get(m));
            }
        }
        return taken;
    }

    private void addMyAdditions(Sides sides, List<Slot> slots, boolean[] taken) {
        int slot = 0;
        for (int m = 0; m < sides.mine.size(); m++) {
            int b = sides.toMine.baseOf(m);
            slot = sides.toMine.slot(m, slot);
            if (!taken[m] && b < 0) {
                slots.get(slot).then.add(sides.mine.get(m));
            }
        }
    }

    private static void addTheirAdditions(Sides sides, List<Slot> slots, boolean[] taken) {
        int slot = 0;
        for (int t = 0; t < sides.theirs.size(); t++) {
            slot = sides.toTheirs.slot(t, slot);
            if (!taken[t] && sides.toTheirs.baseOf(t) < 0) {
                slots.get(slot).first.add(sides.theirs.get(t));
            }
        }
    }

    private @Nullable Object mergePair(Sides sides, int b, int m, int t) {
        Object base = b < 0 ? ThreeWayMerge.Absent.VALUE : sides.base.get(b);
        return values.mergeValue(base, sides.mine.get(m), sides.theirs.get(t), place);
    }

    /** The position of the other side's addition of the same identity, or -1. */
    private int partner(@Nullable Object element, Map<Integer, Integer> othersAdded) {
        @Nullable Integer identity = identityOf(element);
        @Nullable Integer position = identity == null ? null : othersAdded.remove(identity);
        return position == null ? -1 : position;
    }

    private Map<Integer, Integer> additionsByIdentity(List<?> mine, Pairing toMine) {
        Map<Integer, Integer> added = new HashMap<>();
        for (int m = mine.size() - 1; m >= 0 && !properties.isEmpty(); m--) {
            @Nullable Integer identity = toMine.baseOf(m) < 0 ? identityOf(mine.get(m)) : null;
            if (identity != null) {
                added.put(identity, m);
            }
        }
        return added;
    }

    /** The number of the identifying properties' values, or null if the element has not all of them. */
    private @Nullable Integer identityOf(@Nullable Object element) {
        if (properties.isEmpty() || !(element instanceof Map<?, ?> map)) {
            return null;
        }
        List<@Nullable Object> identity = new ArrayList<>(properties.size());
        for (String property : properties) {
            @Nullable Object value = map.get(property);
            if (value == null && !map.containsKey(property)) {
                return null;
            }
            identity.add(value);
        }
        return numbers.ofTogether(identity);
    }

    /**
     * Which element is which: by identity where there is one (the n-th of an identity is the n-th of it), else by
     * alignment.
     */
    private Pairing pair(List<?> base, List<?> changed) {
        Pairing pairing = new Pairing(base.size(), changed.size());
        Map<Integer, Deque<Integer>> identified = new HashMap<>();
        List<@Nullable Object> baseRest = new ArrayList<>();
        List<Integer> baseRestPositions = new ArrayList<>();
        for (int b = 0; b < base.size(); b++) {
            @Nullable Integer identity = identityOf(base.get(b));
            if (identity == null) {
                baseRest.add(base.get(b));
                baseRestPositions.add(b);
            } else {
                identified.computeIfAbsent(identity, key -> new ArrayDeque<>(1)).add(b);
            }
        }
        List<@Nullable Object> changedRest = new ArrayList<>();
        List<Integer> changedRestPositions = new ArrayList<>();
        for (int c = 0; c < changed.size(); c++) {
            @Nullable Integer identity = identityOf(changed.get(c));
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
        ListAlignment alignment = new ListAlignment(baseRest, changedRest, numbers, checkpoint);
        for (int c = 0; c < changedRest.size(); c++) {
            if (alignment.baseOf(c) >= 0) {
                pairing.pair(baseRestPositions.get(alignment.baseOf(c)), changedRestPositions.get(c));
            }
        }
        pairing.findOrder();
        return pairing;
    }
}
