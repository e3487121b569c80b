package dev.peruser.internal.record;

import dev.peruser.Attribute;
import dev.peruser.internal.codec.JsonCodec;
import dev.peruser.internal.codec.StoredAttribute;
import dev.peruser.store.SessionVersion;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a merge was made of and what it made, kept with the source: in the claim before the target is saved, and in the
 * marker afterwards. Beside it stands the source's own content. Whoever finishes the merge saves what is written here,
 * so that nobody has to know the rules who didn't make it; and a change that comes late can be merged as if it had been
 * made before.
 *
 * @param number how many states of the target were computed from the source; the target's ledger says which it has
 * @param version the target's version that the state goes on top of, as far as it is the first
 * @param account what the target had before the merge
 * @param before the state of the target that the last number started from
 * @param after the state of the target of this number
 * @param report what is told of the merge, as {@link MergeReports#write} makes it
 * @param aside which side of which attribute was set aside
 */
public record MergeRecord(
        int number,
        SessionVersion version,
        Map<String, byte[]> account,
        Map<String, byte[]> before,
        Map<String, byte[]> after,
        Map<String, @Nullable Object> report,
        Aside aside) {
    public static final String ATTRIBUTE = Attribute.RESERVED + ".merge";

    private static final String NUMBER = "number";
    private static final String VERSION = "version";
    private static final String ACCOUNT = "account";
    private static final String BEFORE = "before";
    private static final String AFTER = "after";
    private static final String REPORT = "report";
    private static final String ASIDE = "aside";

    /** Of a merge that is about to be made. */
    public static MergeRecord first(
            SessionVersion version,
            Map<String, byte[]> account,
            Map<String, byte[]> after,
            Map<String, @Nullable Object> report,
            Aside aside) {
        return new MergeRecord(1, version, account, account, after, report, aside);
    }

    /**
     * With the next state, which a late change makes.
     *
     * @param merged what it is the merge of
     * @param decided the latest state, in which nothing is left undecided that can be decided now
     */
    public MergeRecord next(
            MergedSides merged,
            Map<String, byte[]> decided,
            Map<String, byte[]> state,
            Map<String, @Nullable Object> newReport) {
        return new MergeRecord(number + 1, version, merged.account(), decided, state, newReport, merged.aside());
    }

    /** What the merge is made of, with the content of its source. */
    public MergedSides sides(Map<String, byte[]> content) {
        return new MergedSides(content, account, aside);
    }

    /** The content of a source with the record of its merge. */
    public Map<String, byte[]> with(Map<String, byte[]> content, JsonCodec codec) {
        Map<String, byte[]> both = new LinkedHashMap<>(content);
        both.put(ATTRIBUTE, StoredAttribute.of(codec.encodePlain(form()), null).bytes());
        return both;
    }

    /** The content of a source without the record of its merge. */
    public static Map<String, byte[]> without(Map<String, byte[]> attributes) {
        if (!attributes.containsKey(ATTRIBUTE)) {
            return attributes;
        }
        Map<String, byte[]> content = new LinkedHashMap<>(attributes);
        content.remove(ATTRIBUTE);
        return content;
    }

    /** The record that a source has; empty if it has none, or one that a newer version wrote. */
    public static Optional<MergeRecord> of(Map<String, byte[]> attributes, JsonCodec codec) {
        try {
            return parse(KeptForm.plain(ATTRIBUTE, attributes.get(ATTRIBUTE), codec));
        } catch (IllegalArgumentException | ClassCastException | NullPointerException damaged) {
            return Optional.empty();
        }
    }

    private Map<String, @Nullable Object> form() {
        Map<String, @Nullable Object> form = new LinkedHashMap<>();
        form.put(NUMBER, number);
        form.put(VERSION, List.of(version.incarnation(), version.counter()));
        form.put(ACCOUNT, changes(Map.of(), account));
        form.put(BEFORE, changes(account, before));
        form.put(AFTER, changes(before, after));
        form.put(REPORT, report);
        if (!aside.equals(Aside.NOTHING)) {
            form.put(ASIDE, aside.form());
        }
        return form;
    }

    private static Optional<MergeRecord> parse(@Nullable Object form) {
        if (form instanceof Map<?, ?> fields
                && fields.get(NUMBER) instanceof Number number
                && fields.get(VERSION) instanceof List<?> version
                && version.size() == 2
                && version.get(0) instanceof Number incarnation
                && version.get(1) instanceof Number counter
                && fields.get(ACCOUNT) instanceof Map<?, ?> accounts
                && fields.get(BEFORE) instanceof Map<?, ?> befores
                && fields.get(AFTER) instanceof Map<?, ?> afters
                && fields.get(REPORT) instanceof Map<?, ?> written) {
            Map<String, byte[]> account = applied(Map.of(), accounts);
            Map<String, byte[]> before = applied(account, befores);
            Map<String, @Nullable Object> report = new LinkedHashMap<>();
            written.forEach((name, value) -> report.put((String) name, value));
            return Optional.of(new MergeRecord(
                    number.intValue(),
                    new SessionVersion(incarnation.longValue(), counter.longValue()),
                    account,
                    before,
                    applied(before, afters),
                    report,
                    Aside.parse(fields.get(ASIDE))));
        }
        return Optional.empty();
    }

    /** How one state differs from another: what has changed, and null for what is gone. */
    private static Map<String, @Nullable Object> changes(Map<String, byte[]> from, Map<String, byte[]> to) {
        Map<String, @Nullable Object> changes = new LinkedHashMap<>();
        to.forEach((name, bytes) -> {
            if (!Arrays.equals(bytes, from.get(name))) {
                changes.put(name, Base64.getEncoder().encodeToString(bytes));
            }
        });
        from.keySet().stream().filter(name -> !to.containsKey(name)).forEach(name -> changes.put(name, null));
        return changes;
    }

    private static Map<String, byte[]> applied(Map<String, byte[]> from, Map<?, ?> changes) {
        Map<String, byte[]> to = new LinkedHashMap<>(from);
        changes.forEach((name, bytes) -> {
            if (bytes == null) {
                to.remove((String) name);
            } else {
                to.put(
                        (String) Objects.requireNonNull(name),
                        Base64.getDecoder().decode((String) bytes));
            }
        });
        return to;
    }
}
