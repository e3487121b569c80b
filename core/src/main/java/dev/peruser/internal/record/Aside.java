package dev.peruser.internal.record;

import dev.peruser.Attribute;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which side of a merge was set aside, attribute by attribute: the merge is made as if that side had nothing, and what
 * it has stays where the merge is recorded, until it is carried or dropped.
 *
 * @param isGuestsRest whether the guest's side of all attributes is that are not named
 * @param named the attributes for which it is said
 * @param isUndecided whether the application wants to decide later
 */
public record Aside(boolean isGuestsRest, Map<String, Side> named, boolean isUndecided) {
    /** Of an ordinary merge. */
    public static final Aside NOTHING = new Aside(false, Map.of(), false);

    private static final String REST = "rest";
    private static final String NAMED = "named";
    private static final String UNDECIDED = "undecided";

    /** Whose value is set aside. */
    public enum Side {
        GUEST,
        ACCOUNT,
        NEITHER
    }

    public Aside {
        named = Map.copyOf(named);
    }

    /** Whose value of an attribute is set aside. */
    public Side of(String name) {
        return Attribute.isCarried(name) ? named.getOrDefault(name, rest()) : Side.NEITHER;
    }

    private Side rest() {
        return isGuestsRest ? Side.GUEST : Side.NEITHER;
    }

    /** The same, but for one attribute. */
    public Aside with(String name, Side side) {
        Map<String, Side> sides = new LinkedHashMap<>(named);
        if (side == rest()) {
            sides.remove(name);
        } else {
            sides.put(name, side);
        }
        return new Aside(isGuestsRest, sides, isUndecided);
    }

    /** What is left of one side's attributes for the merge. */
    public Map<String, byte[]> without(Side side, Map<String, byte[]> attributes) {
        return filtered(attributes, name -> of(name) != side);
    }

    /** What is set aside of one side's attributes. */
    public Map<String, byte[]> only(Side side, Map<String, byte[]> attributes) {
        return filtered(attributes, name -> of(name) == side);
    }

    private static Map<String, byte[]> filtered(Map<String, byte[]> attributes, Predicate<String> isKept) {
        Map<String, byte[]> kept = new LinkedHashMap<>(attributes);
        kept.keySet().removeIf(isKept.negate());
        return kept;
    }

    Map<String, @Nullable Object> form() {
        Map<String, @Nullable Object> form = new LinkedHashMap<>();
        Map<String, @Nullable Object> sides = new LinkedHashMap<>();
        named.forEach((name, side) -> sides.put(name, side.name()));
        form.put(REST, isGuestsRest);
        form.put(NAMED, sides);
        form.put(UNDECIDED, isUndecided);
        return form;
    }

    static Aside parse(@Nullable Object form) {
        if (form instanceof Map<?, ?> fields && fields.get(NAMED) instanceof Map<?, ?> sides) {
            Map<String, Side> named = new LinkedHashMap<>();
            sides.forEach((name, side) -> named.put((String) name, Side.valueOf(String.valueOf(side))));
            return new Aside(Boolean.TRUE.equals(fields.get(REST)), named, Boolean.TRUE.equals(fields.get(UNDECIDED)));
        }
        return NOTHING;
    }
}
