package dev.peruser.internal.merge;

import dev.peruser.Attribute;
import dev.peruser.SessionDataException;
import dev.peruser.internal.codec.JsonCodec;
import dev.peruser.internal.codec.StoredAttribute;
import dev.peruser.internal.values.Checkpoint;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Merges a change of one attribute into what is stored of it now.
 *
 * <ol>
 *   <li>Nothing is there, or it has expired: the change, unless somebody removed what it was made on.
 *   <li>The change is a removal: nothing is left, or of another history what was not seen.
 *   <li>What is there is what the change was made on: the change.
 *   <li>Else a {@link ThreeWayMerge}. If the type doesn't allow the mixture: the change.
 *   <li>An expiry of its own runs from now; of two, the one set later holds.
 * </ol>
 */
public record PatchMerge(
        JsonCodec codec,
        Instant now,
        @Nullable Attribute<?> declared,
        ThreeWayMerge.Missing missing,
        Checkpoint checkpoint) {

    /** Of a merge that may take as long as it takes. */
    public PatchMerge(JsonCodec codec, Instant now, @Nullable Attribute<?> declared, ThreeWayMerge.Missing missing) {
        this(codec, now, declared, missing, Checkpoint.none());
    }

    /**
     * Merges.
     *
     * @param stored the stored form, or null if there is nothing
     * @return the stored form of the result, or null if there is none
     * @throws SessionDataException if what is stored is of a newer version, so that nothing can be said about it
     */
    public byte @Nullable [] merge(Patch patch, byte @Nullable [] stored) {
        String name = patch.name();
        @Nullable StoredAttribute theirs = stored == null ? null : StoredAttribute.parseUnlessPut(name, stored, true);
        if (theirs == null && stored != null && patch.before() != null) {
            throw changedByANewerVersion(name);
        }
        boolean isExpired = theirs != null && theirs.isExpiredAt(now);
        @Nullable StoredAttribute present = isExpired ? null : theirs;
        byte @Nullable [] merged = merge(patch, present, isExpired);
        return merged == null
                ? null
                : StoredAttribute.of(merged, expiry(present), isDeclared(present))
                        .bytes();
    }

    /** What another version has declared stays marked as such. */
    private boolean isDeclared(@Nullable StoredAttribute present) {
        return declared != null || (present != null && present.isDeclared());
    }

    private byte @Nullable [] merge(Patch patch, @Nullable StoredAttribute theirs, boolean isExpired) {
        byte @Nullable [] after = patch.after();
        byte @Nullable [] before = patch.before();
        if (theirs == null) {
            boolean isGone = !isExpired && patch.isRemovedIfAbsentAt(now);
            return isGone ? null : after;
        }
        if (after == null) {
            return missing == ThreeWayMerge.Missing.WAS_REMOVED ? null : withoutWhatWasSeen(before, theirs);
        }
        if (theirs.isJson(before)) {
            return after;
        }
        Optional<ThreeWayMerge.Tree> present = tree(patch.name(), declared, theirs.json());
        if (present.isEmpty()) {
            return after;
        }
        byte @Nullable [] merged = new ThreeWayMerge(declared, missing, checkpoint)
                .merge(before == null ? Optional.empty() : tree(before), tree(after), present)
                .map(tree -> codec.encodePlain(tree.value()))
                .orElse(null);
        return merged == null || declared == null ? merged : settled(declared, merged, after, before, theirs);
    }

    /**
     * The merged value without repetitions in sets; mine if the mixture is none that the type allows. Unless it is
     * theirs that the type doesn't allow: a version with another class wrote it, and must not lose it.
     */
    private byte[] settled(
            Attribute<?> declared, byte[] merged, byte[] mine, byte @Nullable [] before, StoredAttribute theirs) {
        if (codec.fits(declared, merged) || !codec.fits(declared, mine)) {
            return codec.encodePlain(codec.normalized(declared.name(), declared, merged));
        }
        if (before != null && !codec.fits(declared, theirs.json())) {
            throw changedByANewerVersion(declared.name());
        }
        return mine;
    }

    private static SessionDataException changedByANewerVersion(String name) {
        return new SessionDataException("attribute '" + name + "' was changed here, and meanwhile by another version in"
                + " a form that this one can't read; nothing was saved");
    }

    /** What is left of a value of another history when a guest removed theirs: all that the guest never saw. */
    private byte @Nullable [] withoutWhatWasSeen(byte @Nullable [] before, StoredAttribute theirs) {
        Optional<ThreeWayMerge.Tree> seen = before == null ? Optional.empty() : tree(before);
        Optional<ThreeWayMerge.Tree> present = tree(theirs.json());
        Object empty = emptyOf(seen);
        if (empty == null || !empty.equals(emptyOf(present))) {
            return theirs.isJson(before) ? null : theirs.json();
        }
        Object left = new ThreeWayMerge(declared, ThreeWayMerge.Missing.NEVER_WAS, checkpoint)
                .merge(seen, Optional.of(new ThreeWayMerge.Tree(empty)), present)
                .map(ThreeWayMerge.Tree::value)
                .orElse(null);
        return left == null || left.equals(empty) ? null : codec.encodePlain(left);
    }

    /** An empty map for a map, an empty list for a list, null for what has no parts. */
    private static @Nullable Object emptyOf(Optional<ThreeWayMerge.Tree> tree) {
        Object value = tree.map(ThreeWayMerge.Tree::value).orElse(null);
        return value instanceof Map ? Map.of() : value instanceof List ? List.of() : null;
    }

    private Optional<ThreeWayMerge.Tree> tree(byte[] json) {
        return tree("", null, json);
    }

    private Optional<ThreeWayMerge.Tree> tree(String name, @Nullable Attribute<?> declared, byte[] json) {
        try {
            return Optional.of(new ThreeWayMerge.Tree(codec.normalized(name, declared, json)));
        } catch (JacksonException | IllegalStateException e) {
            return Optional.empty(); // damaged: what is put instead replaces it
        }
    }

    private StoredAttribute.@Nullable Expiry expiry(@Nullable StoredAttribute theirs) {
        Optional<Duration> duration = Optional.ofNullable(declared).flatMap(Attribute::expiry);
        StoredAttribute.@Nullable Expiry mine = duration.map(time -> new StoredAttribute.Expiry(now.plus(time), now))
                .orElse(null);
        return StoredAttribute.Expiry.later(mine, theirs == null ? null : theirs.expiry());
    }
}
