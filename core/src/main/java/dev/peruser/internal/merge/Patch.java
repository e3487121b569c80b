package dev.peruser.internal.merge;

import dev.peruser.internal.codec.StoredAttribute;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How one attribute was changed: from which JSON to which.
 *
 * @param name the attribute
 * @param before what the change was made on; null if there was nothing
 * @param after what it became; null if it was removed
 * @param beforeExpiresAt when what the change was made on expires by itself, or null
 * @param absent what it means if there is nothing where the change is rebased
 */
public record Patch(
        String name,
        byte @Nullable [] before,
        byte @Nullable [] after,
        WhenAbsent absent,
        @Nullable Instant beforeExpiresAt) {
    public Patch(String name, byte @Nullable [] before, byte @Nullable [] after, WhenAbsent absent) {
        this(name, before, after, absent, null);
    }

    /** The same, made on something that expires by itself. */
    public Patch on(StoredAttribute.@Nullable Expiry expiry) {
        return new Patch(name, before, after, absent, expiry == null ? null : expiry.at());
    }

    /** Whether nothing being there means that somebody removed it, not that it never was stored, or has expired. */
    public boolean isRemovedIfAbsentAt(Instant time) {
        boolean isExpired = beforeExpiresAt != null && !beforeExpiresAt.isAfter(time);
        return before != null && absent == WhenAbsent.REMOVED && !isExpired;
    }

    public enum WhenAbsent {
        /** Somebody removed it. */
        REMOVED,
        /** It has the default still, from which the change was made. */
        DEFAULT
    }
}
