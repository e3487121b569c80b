package dev.peruser.internal.record;

import dev.peruser.Attribute;
import dev.peruser.internal.codec.JsonCodec;
import dev.peruser.internal.codec.StoredAttribute;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a merge had to leave open, because both sides have an attribute that somebody has declared and whoever made the
 * merge doesn't know. The account's value stays what it is. The first who knows the declaration merges the two, and
 * takes the entry out in the same save.
 *
 * @param name the attribute
 * @param isOneGuests whether two sessions of one guest met; else a guest's met an account's, or an account's another's
 * @param account the target's stored form when the merge was made
 * @param guest the source's
 * @param ofGuest what was open in the source
 */
public record Undecided(String name, boolean isOneGuests, byte[] account, byte[] guest, List<Undecided> ofGuest) {
    public static final String ATTRIBUTE = Attribute.RESERVED + ".undecided";

    private static final String NAME = "name";
    private static final String ONE_GUESTS = "oneGuests";
    private static final String ACCOUNT = "account";
    private static final String GUEST = "guest";
    private static final String OF_GUEST = "ofGuest";

    /** What is open in a session, in the order in which it came. */
    public static List<Undecided> in(Map<String, byte[]> attributes, JsonCodec codec) {
        try {
            return parse(KeptForm.plain(ATTRIBUTE, attributes.get(ATTRIBUTE), codec));
        } catch (IllegalArgumentException | ClassCastException | NullPointerException damaged) {
            return List.of();
        }
    }

    /** Those of one attribute. */
    public static List<Undecided> of(String name, List<Undecided> all) {
        return all.stream().filter(entry -> entry.name.equals(name)).toList();
    }

    /** Writes what is open in a session in place of what is written there. */
    public static void write(List<Undecided> open, Map<String, byte[]> attributes, JsonCodec codec) {
        if (open.isEmpty()) {
            attributes.remove(ATTRIBUTE);
        } else {
            byte[] json = codec.encodePlain(form(open));
            attributes.put(ATTRIBUTE, StoredAttribute.of(json, null).bytes());
        }
    }

    /** How many bytes of values it holds. */
    public long bytes() {
        return account.length
                + guest.length
                + ofGuest.stream().mapToLong(Undecided::bytes).sum();
    }

    private static List<@Nullable Object> form(List<Undecided> open) {
        List<@Nullable Object> form = new ArrayList<>();
        for (Undecided entry : open) {
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            fields.put(NAME, entry.name);
            fields.put(ONE_GUESTS, entry.isOneGuests);
            fields.put(ACCOUNT, Base64.getEncoder().encodeToString(entry.account));
            fields.put(GUEST, Base64.getEncoder().encodeToString(entry.guest));
            if (!entry.ofGuest.isEmpty()) {
                fields.put(OF_GUEST, form(entry.ofGuest));
            }
            form.add(fields);
        }
        return form;
    }

    private static List<Undecided> parse(@Nullable Object form) {
        List<Undecided> open = new ArrayList<>();
        if (form instanceof List<?> entries) {
            for (Object entry : entries) {
                Map<?, ?> fields = (Map<?, ?>) Objects.requireNonNull(entry);
                open.add(new Undecided(
                        text(fields, NAME),
                        Boolean.TRUE.equals(fields.get(ONE_GUESTS)),
                        Base64.getDecoder().decode(text(fields, ACCOUNT)),
                        Base64.getDecoder().decode(text(fields, GUEST)),
                        parse(fields.get(OF_GUEST))));
            }
        }
        return List.copyOf(open);
    }

    private static String text(Map<?, ?> fields, String name) {
        return (String) Objects.requireNonNull(fields.get(name));
    }
}
