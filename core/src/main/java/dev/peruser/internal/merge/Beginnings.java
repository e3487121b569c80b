package dev.peruser.internal.merge;

import dev.peruser.Attribute;
import dev.peruser.internal.merge.ThreeWayMerge.Tree;
import dev.peruser.internal.values.Checkpoint;
import dev.peruser.internal.values.Decimals;
import dev.peruser.internal.values.ValueNumbers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Gives what a state lacks a beginning, where it was changed since: so that a {@link ThreeWayMerge} keeps the change,
 * and no more. Not for what somebody removed: there a change is gone with it.
 *
 * <ol>
 *   <li>An entry of a map, or an element of a list that is known by its identity, that the base has and the state has
 *       not begins if it was changed: numbers that count at zero, maps and lists empty, all else as the base has it, so
 *       that the change is what holds.
 *   <li>What wasn't changed, or only became less, stays away.
 * </ol>
 *
 * <p>Takes O(n) in the size of the three.
 */
final class Beginnings {
    private final boolean isCounter;
    private final Place whole;
    private final Checkpoint checkpoint;
    private final ValueNumbers numbers;

    Beginnings(@Nullable Attribute<?> attribute, Checkpoint checkpoint) {
        this.isCounter = attribute != null && attribute.isCounter();
        this.whole = Place.whole(attribute);
        this.checkpoint = checkpoint;
        this.numbers = new ValueNumbers(checkpoint);
    }

    /**
     * A state with beginnings; itself if it needs none.
     *
     * @param base what was changed
     * @param changed what it became
     */
    @Nullable Object in(@Nullable Object state, @Nullable Object base, @Nullable Object changed) {
        return in(state, base, changed, whole);
    }

    private @Nullable Object in(@Nullable Object state, @Nullable Object base, @Nullable Object changed, Place place) {
        checkpoint.step();
        if (numbers.areEqual(base, changed)) {
            return state;
        }
        if (state instanceof Map<?, ?> present
                && base instanceof Map<?, ?> before
                && changed instanceof Map<?, ?> after) {
            return inMap(present, before, after, place);
        }
        List<String> identity = place.identityOfElements();
        if (!identity.isEmpty()
                && state instanceof List<?> present
                && base instanceof List<?> before
                && changed instanceof List<?> after) {
            return inList(present, before, after, place, identity);
        }
        return state;
    }

    private Map<?, ?> inMap(Map<?, ?> state, Map<?, ?> base, Map<?, ?> changed, Place place) {
        Map<Object, @Nullable Object> result = new LinkedHashMap<>(state);
        base.forEach((key, before) -> {
            if (changed.containsKey(key)) {
                Object after = changed.get(key);
                if (state.containsKey(key)) {
                    result.put(key, in(state.get(key), before, after, place.child(key)));
                } else {
                    beginning(before, after, place.child(key)).ifPresent(begun -> result.put(key, begun.value()));
                }
            }
        });
        return result;
    }

    private List<@Nullable Object> inList(
            List<?> state, List<?> base, List<?> changed, Place place, List<String> identity) {
        Map<Object, Integer> there = byIdentity(state, identity);
        Map<Object, Integer> then = byIdentity(changed, identity);
        List<@Nullable Object> result = new ArrayList<>(state);
        byIdentity(base, identity).forEach((id, position) -> {
            @Nullable Integer after = then.get(id);
            @Nullable Integer present = there.get(id);
            if (after != null && present != null) {
                result.set(present, in(state.get(present), base.get(position), changed.get(after), place));
            } else if (after != null) {
                beginning(base.get(position), changed.get(after), place).ifPresent(begun -> result.add(begun.value()));
            }
        });
        return result;
    }

    private static Map<Object, Integer> byIdentity(List<?> list, List<String> identity) {
        Map<Object, Integer> positions = new HashMap<>();
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i) instanceof Map<?, ?> element && identity.stream().allMatch(element::containsKey)) {
                List<@Nullable Object> id = new ArrayList<>(identity.size());
                identity.forEach(property -> id.add(element.get(property)));
                positions.putIfAbsent(id, i);
            }
        }
        return positions;
    }

    private Optional<Tree> beginning(@Nullable Object base, @Nullable Object changed, Place place) {
        checkpoint.step();
        if (numbers.areEqual(base, changed)) {
            return Optional.empty();
        }
        if (base instanceof Number before && changed instanceof Number after && counts(place)) {
            boolean isMore = Decimals.exact(after).compareTo(Decimals.exact(before)) > 0;
            return isMore ? Optional.of(new Tree(0)) : Optional.empty();
        }
        if (base instanceof Map<?, ?> before && changed instanceof Map<?, ?> after) {
            return beginningOfMap(before, after, place);
        }
        if (base instanceof List<?> before && changed instanceof List<?> after) {
            Object begun = in(List.of(), before, after, place);
            boolean isMore = after.size() > before.size() || !List.of().equals(begun);
            return isMore ? Optional.of(new Tree(begun)) : Optional.empty();
        }
        return Optional.of(new Tree(base));
    }

    /** With all that wasn't changed: what an element is known by, and what describes it. */
    private Optional<Tree> beginningOfMap(Map<?, ?> base, Map<?, ?> changed, Place place) {
        Map<Object, @Nullable Object> begun = new LinkedHashMap<>();
        boolean isMore = !base.keySet().containsAll(changed.keySet());
        for (Map.Entry<?, ?> entry : base.entrySet()) {
            Object key = entry.getKey();
            if (changed.containsKey(key)) {
                Optional<Tree> inside = beginning(entry.getValue(), changed.get(key), place.child(key));
                isMore |= inside.isPresent();
                begun.put(key, inside.isPresent() ? inside.get().value() : entry.getValue());
            }
        }
        return isMore ? Optional.of(new Tree(begun)) : Optional.empty();
    }

    private boolean counts(Place place) {
        return isCounter || place.boundsOfCount() != null;
    }
}
