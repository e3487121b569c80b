package dev.peruser.internal.merge;

import dev.peruser.Attribute;
import dev.peruser.Bounds;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where in a value a merge is, and what the attribute's declaration says about it. The elements of a list are at the
 * list's own place; {@link Attribute#ANY_KEY} in a declared path stands for each property. Immutable.
 */
final class Place {
    private static final Place UNDECLARED = new Place(0, List.of(), List.of());

    /** How many properties lead here. */
    private final int depth;
    /** Those declarations of the attribute that say something about this place, or one inside. */
    private final List<Attribute.ItemIdentity> identities;

    private final List<Attribute.Counted> counted;

    private Place(int depth, List<Attribute.ItemIdentity> identities, List<Attribute.Counted> counted) {
        this.depth = depth;
        this.identities = identities;
        this.counted = counted;
    }

    /** The whole value of an attribute. */
    static Place whole(@Nullable Attribute<?> attribute) {
        return attribute == null
                        || (attribute.itemIdentities().isEmpty()
                                && attribute.counted().isEmpty())
                ? UNDECLARED
                : new Place(0, attribute.itemIdentities(), attribute.counted());
    }

    /** A property of what is here, or an entry of the map. */
    Place child(Object key) {
        if (identities.isEmpty() && counted.isEmpty()) {
            return UNDECLARED;
        }
        List<Attribute.ItemIdentity> identitiesThere = new ArrayList<>(identities.size());
        for (Attribute.ItemIdentity identity : identities) {
            // That of the whole value also holds for a map of lists.
            if (leadsTo(identity.path(), key) || (identity.path().isEmpty() && depth == 0)) {
                identitiesThere.add(identity);
            }
        }
        List<Attribute.Counted> countedThere = new ArrayList<>(counted.size());
        for (Attribute.Counted number : counted) {
            if (leadsTo(number.path(), key)) {
                countedThere.add(number);
            }
        }
        return identitiesThere.isEmpty() && countedThere.isEmpty()
                ? UNDECLARED
                : new Place(depth + 1, identitiesThere, countedThere);
    }

    private boolean leadsTo(List<String> path, Object key) {
        return path.size() > depth
                && (path.get(depth).equals(key) || path.get(depth).equals(Attribute.ANY_KEY));
    }

    /** The identifying properties of the elements of the list that is here; empty if they have none. */
    List<String> identityOfElements() {
        for (Attribute.ItemIdentity identity : identities) {
            if (identity.path().size() == depth || identity.path().isEmpty()) {
                return identity.properties();
            }
        }
        return List.of();
    }

    /** The bounds of the number that is here, if it counts; else null. */
    @Nullable Bounds boundsOfCount() {
        for (Attribute.Counted number : counted) {
            if (number.path().size() == depth) {
                return number.bounds();
            }
        }
        return null;
    }
}
