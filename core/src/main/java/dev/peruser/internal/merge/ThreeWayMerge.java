package dev.peruser.internal.merge;

import dev.peruser.Attribute;
import dev.peruser.internal.codec.PlainJson;
import dev.peruser.internal.values.Decimals;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
 *   <li>Numbers of a counter: my difference is added to theirs.
 *   <li>Scalars changed by both, and values whose kind changed: mine, since I am the later to commit.
 * </ol>
 *
 * <p>Works on JSON-like values as {@link PlainJson} reads them, and changes none of its arguments; the result shares
 * parts with them.
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

    private final boolean counter;
    private final List<Attribute.ItemIdentity> identities;
    private final Missing missing;

    public ThreeWayMerge(@Nullable Attribute<?> attribute, Missing missing) {
        this.counter = attribute != null && attribute.isCounter();
        this.identities = attribute == null ? List.of() : attribute.itemIdentities();
        this.missing = missing;
    }

    /**
     * Merges whole values, each of which may be absent.
     *
     * @return the result, or empty if there is none
     */
    public Optional<Tree> merge(Optional<Tree> base, Optional<Tree> mine, Optional<Tree> theirs) {
        return mergeEntry(base, mine, theirs, List.of());
    }

    private Optional<Tree> mergeEntry(
            Optional<Tree> base, Optional<Tree> mine, Optional<Tree> theirs, List<String> path) {
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
                new Tree(mergeValue(before, mine.get().value(), theirs.get().value(), path)));
    }

    public @Nullable Object mergeValue(
            @Nullable Object base, @Nullable Object mine, @Nullable Object theirs, List<String> path) {
        if (Objects.equals(base, theirs)) {
            return mine;
        }
        if (Objects.equals(base, mine)) {
            return theirs;
        }
        // What both made where nothing was, or null, is of one kind if theirs and mine are.
        boolean wasNothing = base == null || base == Absent.VALUE;
        if (mine instanceof Map<?, ?> left && theirs instanceof Map<?, ?> right) {
            if (wasNothing || base instanceof Map) {
                return mergeMaps(base instanceof Map<?, ?> map ? map : Map.of(), left, right, path);
            }
        } else if (mine instanceof List<?> left && theirs instanceof List<?> right) {
            if (wasNothing || base instanceof List) {
                List<?> before = base instanceof List<?> list ? list : List.of();
                return new ListMerge(this, path, propertiesAt(path)).merge(before, left, right);
            }
        } else if (counter && mine instanceof Number left && theirs instanceof Number right) {
            if (wasNothing || base instanceof Number) {
                return addDifference(base, left, right);
            }
        }
        boolean saysNothing = mine == null && base == Absent.VALUE && missing == Missing.NEVER_WAS;
        return saysNothing ? theirs : mine;
    }

    private Map<String, @Nullable Object> mergeMaps(
            Map<?, ?> base, Map<?, ?> mine, Map<?, ?> theirs, List<String> path) {
        Map<String, @Nullable Object> merged = new LinkedHashMap<>(2 * theirs.size());
        theirs.forEach((key, value) -> mergeEntry(at(base, key), at(mine, key), at(theirs, key), child(path, key))
                .ifPresent(tree -> merged.put((String) key, tree.value())));
        mine.forEach((key, value) -> {
            if (!theirs.containsKey(key)) {
                mergeEntry(at(base, key), at(mine, key), Optional.empty(), child(path, key))
                        .ifPresent(tree -> merged.put((String) key, tree.value()));
            }
        });
        return merged;
    }

    private static Optional<Tree> at(Map<?, ?> map, Object key) {
        return map.containsKey(key) ? Optional.of(new Tree(map.get(key))) : Optional.empty();
    }

    private List<String> child(List<String> path, Object key) {
        if (identities.isEmpty()) {
            return path;
        }
        List<String> child = new ArrayList<>(path);
        child.add((String) key);
        return child;
    }

    /**
     * The identifying properties of the elements of the list at a path; those of the whole value also hold for a map of
     * lists.
     */
    private List<String> propertiesAt(List<String> path) {
        return identities.stream()
                .filter(identity ->
                        identity.path().equals(path) || (identity.path().isEmpty() && path.size() == 1))
                .findFirst()
                .map(Attribute.ItemIdentity::properties)
                .orElse(List.of());
    }

    private static Number addDifference(@Nullable Object base, Number mine, Number theirs) {
        BigDecimal before = base instanceof Number number ? Decimals.exact(number) : BigDecimal.ZERO;
        BigDecimal sum;
        try {
            sum = Decimals.sum(Decimals.exact(theirs), Decimals.sum(Decimals.exact(mine), before.negate()));
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
