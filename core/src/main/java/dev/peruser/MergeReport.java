package dev.peruser;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What sign-in merges did, for a notice like "we added 2 items that you picked before signing in". Immutable.
 *
 * @see UserSession#takeMergeReport()
 */
public final class MergeReport {
    private final Instant mergedAt;
    private final List<Entry> entries;
    private final Map<String, Entry> byAttribute = new HashMap<>();
    private final Reader reader;
    private final String undoId;

    /** A report of a merge at that time; applications get theirs from the session. */
    public MergeReport(Instant mergedAt, List<Entry> entries, Reader reader) {
        this(mergedAt, entries, reader, "");
    }

    /**
     * The same of merges that can be taken back.
     *
     * @param undoId as {@link #undoId()}
     */
    public MergeReport(Instant mergedAt, List<Entry> entries, Reader reader, String undoId) {
        this.mergedAt = mergedAt;
        this.undoId = undoId;
        this.entries = List.copyOf(entries);
        this.entries.forEach(entry -> byAttribute.putIfAbsent(entry.attribute(), entry));
        this.reader = reader;
    }

    /** When the (last) merge was made. */
    public Instant mergedAt() {
        return mergedAt;
    }

    /**
     * By what {@link UserSession#undoMerge} takes the merges of this report back: digits, letters and hyphens, for a
     * hidden field of a form. It means nothing in anybody else's session. Empty if nothing was merged that can be taken
     * back.
     */
    public String undoId() {
        return undoId;
    }

    /** One entry for each attribute that the guest had, or that a {@link SessionMerger} took from the user. */
    public List<Entry> entries() {
        return entries;
    }

    /** The entry of an attribute, if there is one. */
    public Optional<Entry> entry(String name) {
        return Optional.ofNullable(byAttribute.get(name));
    }

    /**
     * The value that the guest had, if it had one that still fits the type. If nobody took the report of an earlier
     * sign-in, it is that of the first; see {@link #guestValues}.
     */
    public <T> Optional<T> guestValue(Attribute<T> attribute) {
        return entry(attribute.name()).flatMap(entry -> reader.read(attribute, entry.guestValue()));
    }

    /**
     * What the guests had, of all sign-ins since a report was taken last, the first one first. Values that don't fit
     * the type are left out.
     */
    public <T> List<T> guestValues(Attribute<T> attribute) {
        return entries.stream()
                .filter(entry -> entry.attribute().equals(attribute.name()))
                .flatMap(entry -> reader.read(attribute, entry.guestValue()).stream())
                .toList();
    }

    /** The value that the user had before, if there was one that the merge changed and that still fits the type. */
    public <T> Optional<T> userValue(Attribute<T> attribute) {
        return entry(attribute.name()).flatMap(Entry::userValue).flatMap(value -> reader.read(attribute, value));
    }

    /** Lists attributes and outcomes, without values. */
    @Override
    public String toString() {
        return "MergeReport"
                + entries.stream()
                        .map(entry -> entry.attribute() + " " + entry.outcome())
                        .toList();
    }

    /**
     * What became of taking merges back.
     *
     * @param outcome whether it was made
     * @param takenBack the names of the attributes of which what the guest had is gone again
     * @param left the names of those that stay as they are: a later merge has met them by a rule for which the order
     *     matters, or only another version of the application knows their rule
     */
    public record Undo(UndoOutcome outcome, Set<String> takenBack, Set<String> left) {}

    /** Whether merges were taken back. */
    public enum UndoOutcome {
        /** Just now, as far as possible. */
        UNDONE,
        /** Before, or there was nothing to take back. */
        UNDONE_BEFORE,
        /** Nobody knows these merges any more, or not in this session. */
        UNKNOWN
    }

    /** What becomes of what the guest had, if a merge is taken back. */
    public enum GuestPart {
        /** It is gone. */
        DROPPED,
        /** It is {@linkplain UserSession#setAside set aside}, and can be carried again. */
        SET_ASIDE
    }

    /**
     * What was set aside at a sign-in, or when a merge was taken back. Immutable.
     *
     * @param id by what {@link UserSession#carrySetAside} and {@link UserSession#dropSetAside} know it: digits and
     *     letters, for a hidden field of a form. It means nothing in anybody else's session.
     * @param at when the sign-in was
     * @param expiresAt when it is gone at the latest
     * @param isUndecided whether a {@link SignInPolicy} left the decision for later
     * @param ofGuest what was the guest's, as JSON-like values by attribute
     * @param ofAccount what was the account's, as JSON-like values by attribute
     */
    public record SetAside(
            String id,
            Instant at,
            Instant expiresAt,
            boolean isUndecided,
            Map<String, Object> ofGuest,
            Map<String, Object> ofAccount,
            Reader reader) {

        /** The guest's value of an attribute, if it was set aside and still fits the type. */
        public <T> Optional<T> guestValue(Attribute<T> attribute) {
            return reader.read(attribute, ofGuest.get(attribute.name()));
        }

        /** The account's value of an attribute, if it was set aside and still fits the type. */
        public <T> Optional<T> accountValue(Attribute<T> attribute) {
            return reader.read(attribute, ofAccount.get(attribute.name()));
        }

        /** Names the guest's attributes and the account's, without values. */
        @Override
        public String toString() {
            return "SetAside" + ofGuest.keySet() + ofAccount.keySet();
        }
    }

    /** What became of an attribute of the guest. */
    public enum Outcome {
        /** The user had none: the guest's is now the user's. */
        CARRIED,
        /** Both had one, and the result holds both or a mixture. */
        COMBINED,
        /** The guest's replaced the user's. */
        REPLACED,
        /** The user's was kept, and the guest's is only here. */
        KEPT,
        /**
         * It is not in the account: a {@link SessionMerger} left it out, and what there was is only here; or the
         * guest's name begins with {@code __}, which is never carried, and its value is not here either.
         */
        DROPPED,
        /** A {@link SignInPolicy} had the guest's set aside: the account's is as it was. */
        SET_ASIDE,
        /** One of the two could not be read: the user's was kept, and the guest's is only here. */
        UNREADABLE,
        /** The result would have exceeded a limit: the user's was kept, and the guest's is only here. */
        TOO_LARGE,
        /**
         * Another version of the application has declared the attribute, and the one that made the merge has not: both
         * are kept, the user's is shown, and the first server that knows the declaration merges them.
         */
        UNDECIDED
    }

    /**
     * One attribute.
     *
     * @param attribute the name
     * @param outcome what became of it
     * @param guestValue the guest's value as a JSON-like value; null if the guest had none
     * @param userValue the user's former value as a JSON-like value, if there was one and it is no longer there
     *     unchanged
     */
    public record Entry(
            String attribute, Outcome outcome, @Nullable Object guestValue, Optional<Object> userValue) {

        /** Names attribute and outcome, without values. */
        @Override
        public String toString() {
            return attribute + " " + outcome;
        }
    }

    /** Turns JSON-like values into typed ones. */
    public interface Reader {
        /** The value as the attribute's type; empty if it is absent or does not fit. */
        <T> Optional<T> read(Attribute<T> attribute, @Nullable Object value);
    }
}
