package dev.peruser.internal.record;

import dev.peruser.Attribute;
import dev.peruser.SignInPolicy.Decision;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which side of a merge was set aside, attribute by attribute: the merge is made as if that side had nothing, and what
 * it has stays where the merge is recorded, until it is carried or dropped.
 *
 * @param decision what was decided at the sign-in, for what comes late, too
 * @param named the attributes of which something else or more is to be said
 */
public record Aside(Decision decision, Map<String, Side> named) {
    /** Of an ordinary merge. */
    public static final Aside NOTHING = new Aside(Decision.merge(), Map.of());

    private static final String DECISION = "decision";
    private static final String ABOUT = "about";
    private static final String NAMED = "named";

    /** What is set aside of an attribute. */
    public enum Side {
        /** The guest's value. */
        GUEST,
        /** The account's. */
        ACCOUNT,
        /** The account's was, until it was dropped: the guest's is the account's now. */
        ACCOUNT_DROPPED,
        /** Nothing: both were merged at the sign-in. */
        NEITHER,
        /** Nothing any more: the guest's was carried, into what the account had then. */
        CARRIED;

        /** Whether the merge is made without what the account had. */
        public boolean isWithoutAccounts() {
            return this == ACCOUNT || this == ACCOUNT_DROPPED;
        }
    }

    public Aside {
        named = Map.copyOf(named);
    }

    /** What is set aside of an attribute. */
    public Side of(String name) {
        return Attribute.isCarried(name) ? named.getOrDefault(name, decided(name)) : Side.NEITHER;
    }

    private Side decided(String name) {
        return switch (decision.kind()) {
            case KEEP_ACCOUNT, DECIDE_LATER -> isAbout(name) ? Side.GUEST : Side.NEITHER;
            case MERGE, KEEP_GUEST -> Side.NEITHER;
        };
    }

    private boolean isAbout(String name) {
        return decision.attributes().isEmpty() || decision.attributes().contains(name);
    }

    /** Whether the application wants to decide later. */
    public boolean isUndecided() {
        return decision.kind() == Decision.Kind.DECIDE_LATER;
    }

    /** The same, but for one attribute. */
    public Aside with(String name, Side side) {
        Map<String, Side> sides = new LinkedHashMap<>(named);
        if (decision.kind() != Decision.Kind.KEEP_GUEST && side == decided(name)) {
            sides.remove(name);
        } else {
            sides.put(name, side);
        }
        return new Aside(decision, sides);
    }

    /**
     * The same for an attribute of which is known now who has it: the account's is set aside only for one of the
     * guest's.
     */
    Aside met(String name, boolean isInBoth) {
        boolean isOpen = !named.containsKey(name) || named.get(name) == Side.ACCOUNT;
        if (decision.kind() != Decision.Kind.KEEP_GUEST || !isAbout(name) || !isOpen) {
            return this;
        }
        Map<String, Side> sides = new LinkedHashMap<>(named);
        if (isInBoth && Attribute.isCarried(name)) {
            sides.put(name, Side.ACCOUNT);
        } else {
            sides.remove(name);
        }
        return new Aside(decision, sides);
    }

    /** What is left of a guest's attributes for the merge. */
    public Map<String, byte[]> withoutSetAside(Map<String, byte[]> guest) {
        return filtered(guest, name -> of(name) != Side.GUEST);
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
        form.put(DECISION, decision.kind().name());
        form.put(ABOUT, List.copyOf(decision.attributes()));
        form.put(NAMED, sides);
        return form;
    }

    static Aside parse(@Nullable Object form) {
        if (form instanceof Map<?, ?> fields
                && fields.get(DECISION) instanceof String kind
                && fields.get(ABOUT) instanceof List<?> names
                && fields.get(NAMED) instanceof Map<?, ?> sides) {
            Map<String, Side> named = new LinkedHashMap<>();
            sides.forEach((name, side) ->
                    named.put((String) Objects.requireNonNull(name), Side.valueOf(String.valueOf(side))));
            return new Aside(decision(Decision.Kind.valueOf(kind), names), named);
        }
        return NOTHING;
    }

    private static Decision decision(Decision.Kind kind, List<?> names) {
        Decision ofAll = switch (kind) {
            case MERGE -> Decision.merge();
            case KEEP_ACCOUNT -> Decision.keepAccount();
            case KEEP_GUEST -> Decision.keepGuest();
            case DECIDE_LATER -> Decision.decideLater();
        };
        return names.isEmpty() ? ofAll : ofAll.about(Arrays.copyOf(names.toArray(), names.size(), String[].class));
    }
}
