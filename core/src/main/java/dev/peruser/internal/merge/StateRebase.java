package dev.peruser.internal.merge;

import dev.peruser.Attribute;
import dev.peruser.SessionDataException;
import dev.peruser.internal.codec.AttributeRegistry;
import dev.peruser.internal.codec.JsonCodec;
import dev.peruser.internal.codec.StoredAttribute;
import dev.peruser.internal.values.Checkpoint;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Takes what changed between two states of a session onto a third, as if it had been done there: attribute by
 * attribute, each as a {@link PatchMerge}. What was changed since counts more than what it is put on top of.
 */
public record StateRebase(AttributeRegistry registry, JsonCodec codec, Instant now, Checkpoint checkpoint) {

    /**
     * Rebases.
     *
     * @param before the state that was changed
     * @param after what it became
     * @param onto the state that is to get the changes
     * @throws SessionDataException if a newer version wrote what can't be read here
     */
    public Map<String, byte[]> rebase(Map<String, byte[]> before, Map<String, byte[]> after, Map<String, byte[]> onto) {
        Map<String, byte[]> result = new LinkedHashMap<>(onto);
        Set<String> names = new LinkedHashSet<>(before.keySet());
        names.addAll(after.keySet());
        for (String name : names) {
            byte @Nullable [] rebased = rebase(name, before.get(name), after.get(name), onto.get(name));
            if (rebased == null) {
                result.remove(name);
            } else {
                result.put(name, rebased);
            }
        }
        return result;
    }

    /** The same for one attribute; null stands for none. */
    public byte @Nullable [] rebase(
            String name, byte @Nullable [] before, byte @Nullable [] after, byte @Nullable [] onto) {
        if (Arrays.equals(before, after)) {
            return onto;
        }
        if (after == null || Arrays.equals(before, onto) || name.startsWith(Attribute.RESERVED)) {
            return after;
        }
        byte @Nullable [] empty = onto == null ? beginning(name, before) : onto;
        if (empty == null) {
            return after;
        }
        byte[] begun = before == null ? empty : withBeginnings(name, before, after, empty);
        byte @Nullable [] rebased = rebaseOnto(name, before, after, begun);
        return onto == null && Arrays.equals(rebased, empty) ? null : rebased;
    }

    /** A change inside of what the third state lacks is no less a change: nobody has removed that. */
    private byte[] withBeginnings(String name, byte[] before, byte[] after, byte[] onto) {
        StoredAttribute present = StoredAttribute.parse(name, onto);
        try {
            Object state = codec.decodePlain(present.json());
            Object begun =
                    new Beginnings(registry.find(name), checkpoint).in(state, plain(name, before), plain(name, after));
            return begun == state
                    ? onto
                    : StoredAttribute.of(codec.encodePlain(begun), present.expiry(), present.isDeclared())
                            .bytes();
        } catch (JacksonException | IllegalStateException damaged) {
            return onto; // what is put instead replaces it
        }
    }

    private @Nullable Object plain(String name, byte[] stored) {
        return codec.decodePlain(StoredAttribute.parse(name, stored).json());
    }

    /** What an attribute begins with that isn't there: its default, zero, or the empty form of what it was; or null. */
    public byte @Nullable [] beginning(String name, byte @Nullable [] before) {
        @Nullable Attribute<?> declared = registry.find(name);
        if (declared != null && declared.newDefault().isPresent()) {
            return StoredAttribute.of(
                            codec.encode(name, declared, declared.newDefault().get()), null, true)
                    .bytes();
        }
        if (before == null) {
            return null;
        }
        Object value = plain(name, before);
        boolean isCounter = declared != null && declared.isCounter();
        @Nullable Object empty =
                isCounter ? (Object) 0 : value instanceof Map ? Map.of() : value instanceof List ? List.of() : null;
        return empty == null
                ? null
                : StoredAttribute.of(codec.encodePlain(empty), null, declared != null)
                        .bytes();
    }

    private byte @Nullable [] rebaseOnto(String name, byte @Nullable [] before, byte[] after, byte[] onto) {
        StoredAttribute changed = StoredAttribute.parse(name, after);
        StoredAttribute present = StoredAttribute.parse(name, onto);
        byte @Nullable [] base =
                before == null ? null : StoredAttribute.parse(name, before).json();
        Patch patch = new Patch(name, base, changed.json(), Patch.WhenAbsent.REMOVED);
        byte @Nullable [] merged = new PatchMerge(
                        codec, now, registry.find(name), ThreeWayMerge.Missing.WAS_REMOVED, checkpoint)
                .merge(patch, onto);
        if (merged == null) {
            return null;
        }
        StoredAttribute result = StoredAttribute.parse(name, merged);
        return result.with(StoredAttribute.Expiry.later(changed.expiry(), present.expiry()))
                .bytes();
    }
}
