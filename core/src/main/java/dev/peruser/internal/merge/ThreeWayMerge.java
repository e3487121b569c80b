package dev.peruser.internal.merge;

import dev.peruser.Attribute;
import dev.peruser.Bounds;
import dev.peruser.internal.codec.PlainJson;
import dev.peruser.internal.values.Checkpoint;
import dev.peruser.internal.values.Decimals;
import dev.peruser.internal.values.ValueNumbers;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Rebases the difference between a base and my version of a tree onto their version of it.
 *
 * <ol>
 *   <li>What only one side changed is taken.
 *   <li>Maps meet entry by entry. What one side removed stays removed, whatever the other changed inside it; what one
 *       side added is there. Order: theirs, then my additions.
 *   <li>Lists meet element by element, see {@link ListMerge}.
 *   <li>Numbers that count: my difference is added to theirs, and the sum kept within its bounds.
 *   <li>Scalars changed by both, and values whose kind changed: mine, since I am the later to commit.
 * </ol>
 *
 * <p>Takes O(n log n) in the size of the three, whatever they hold. Works on JSON-like values as {@link PlainJson}
 * reads them, and changes none of its arguments; the result shares parts with them.
 */
public final class ThreeWayMerge {

    /**
     * What it means that theirs has something that I have not. What theirs has not and the base has, was removed, and
     * stays removed, whatever I changed inside it.
     */
    public enum Missing {
        /** Theirs comes from the same base: I removed it, or they added it. */
        WAS_REMOVED,
        /**
         * Theirs has another history as well (a guest's changes that arrive in a user's session): only what was seen is
         * removed, and a null where nothing was says nothing.
         */
        NEVER_WAS
    }

    private final Place whole;
    private final @Nullable Bounds boundsOfAll;
    private final Missing missing;
    private final Checkpoint checkpoint;
    private ValueNumbers numbers;
    private boolean isBounded = true;

    public ThreeWayMerge(@Nullable Attribute<?> attribute, Missing missing) {
        this(attribute, missing, Checkpoint.none());
    }

    public ThreeWayMerge(@Nullable Attribute<?> attribute, Missing missing, Checkpoint checkpoint) {
        this.whole = Place.whole(attribute);
        this.boundsOfAll = attribute != null && attribute.isCounter() ? attribute.counterBounds() : null;
        this.missing = missing;
        this.checkpoint = checkpoint;
        this.numbers = new ValueNumbers(checkpoint);
    }

    /** The same without bounds on sums: for values that a rule of the application's own gave. */
    ThreeWayMerge unbounded() {
        isBounded = false;
        return this;
    }

    /**
     * Merges whole values, each of which may be absent.
     *
     * @return the result, or empty if there is none
     */
    public Optional<Tree> merge(Optional<Tree> base, Optional<Tree> mine, Optional<Tree> theirs) {
        numbers = new ValueNumbers(checkpoint); // what was numbered for another merge may have changed since
        return mergeEntry(base, mine, theirs, whole);
    }

    private Optional<Tree> mergeEntry(Optional<Tree> base, Optional<Tree> mine, Optional<Tree> theirs, Place place) {
        if (base.isPresent() && mine.isEmpty()) {
            return Optional.empty();
        }
        if (theirs.isEmpty()) {
            return base.isEmpty() ? mine : Optional.empty();
        }
        if (mine.isEmpty()) {
            return theirs;
        }
        // Not base.map(…): a null in the base is a value, and not the same as none.
        Object before = base.isPresent() ? base.get().value() : Absent.VALUE;
        return Optional.of(
                new Tree(mergeValue(before, mine.get().value(), theirs.get().value(), place)));
    }

    @Nullable Object mergeValue(@Nullable Object base, @Nullable Object mine, @Nullable Object theirs, Place place) {
        checkpoint.step();
        if (numbers.areEqual(base, theirs)) {
            return mine;
        }
        if (numbers.areEqual(base, mine)) {
            return theirs;
        }
        // What both made where nothing was, or null, is of one kind if theirs and mine are.
        boolean wasNothing = base == null || base == Absent.VALUE;
        if (mine instanceof Map<?, ?> left && theirs instanceof Map<?, ?> right) {
            if (wasNothing || base instanceof Map) {
                return mergeMaps(base instanceof Map<?, ?> map ? map : Map.of(), left, right, place);
            }
        } else if (mine instanceof List<?> left && theirs instanceof List<?> right) {
            if (wasNothing || base instanceof List) {
                List<?> before = base instanceof List<?> list ? list : List.of();
                return new ListMerge(this, place, numbers, checkpoint).merge(before, left, right);
            }
        } else if (mine instanceof Number left && theirs instanceof Number right) {
            @Nullable Bounds bounds = boundsAt(place);
            if (bounds != null && (wasNothing || base instanceof Number)) {
                return addDifference(base, left, right, bounds);
            }
        }
        boolean saysNothing = mine == null && base == Absent.VALUE && missing == Missing.NEVER_WAS;
        return saysNothing ? theirs : mine;
    }

    /** The bounds of the number at a place, if it counts; else null. */
    private @Nullable Bounds boundsAt(Place place) {
        @Nullable Bounds declared = place.boundsOfCount();
        @Nullable Bounds bounds = declared == null ? boundsOfAll : declared;
        return bounds == null || isBounded ? bounds : Bounds.none();
    }

    private Map<String, @Nullable Object> mergeMaps(Map<?, ?> base, Map<?, ?> mine, Map<?, ?> theirs, Place place) {
        Map<String, @Nullable Object> merged = new LinkedHashMap<>(2 * theirs.size());
        theirs.forEach((key, value) -> mergeEntry(at(base, key), at(mine, key), at(theirs, key), place.child(key))
                .ifPresent(tree -> merged.put((String) key, tree.value())));
        mine.forEach((key, value) -> {
            if (!theirs.containsKey(key)) {
                mergeEntry(at(base, key), at(mine, key), Optional.empty(), place.child(key))
                        .ifPresent(tree -> merged.put((String) key, tree.value()));
            }
        });
        return merged;
    }

    private static Optional<Tree> at(Map<?, ?> map, Object key) {
        return map.containsKey(key) ? Optional.of(new Tree(map.get(key))) : Optional.empty();
    }

    private static Number addDifference(@Nullable Object base, Number mine, Number theirs, Bounds bounds) {
        BigDecimal before = base instanceof Number number ? Decimals.exact(number) : BigDecimal.ZERO;
        BigDecimal sum;
        try {
            sum = bounds.clamp(
                    Decimals.sum(Decimals.exact(theirs), Decimals.sum(Decimals.exact(mine), before.negate())));
        } catch (ArithmeticException e) {
            return mine; // no decimal is so large: the later to commit wins
        }
        boolean isWhole = !(mine instanceof BigDecimal) && !(theirs instanceof BigDecimal);
        return isWhole && Decimals.isWhole(sum) ? Decimals.whole(sum) : sum;
    }

    /** A value that is there, null included. */
    public record Tree(@Nullable Object value) {}

    /** Stands for a base that doesn't exist, where null is a value. */
    enum Absent {
        VALUE
    }
}
