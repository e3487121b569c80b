package dev.peruser;

import org.jspecify.annotations.Nullable;

/**
 * How one attribute was changed: from which JSON to which.
 *
 * @param name the attribute
 * @param before what the change was made on; null if there was nothing
 * @param after what it became; null if it was removed
 * @param absent what it means if there is nothing where the change is replayed
 */
record Patch(String name, byte @Nullable [] before, byte @Nullable [] after, WhenAbsent absent) {
    enum WhenAbsent {
        /** Somebody removed it. */
        REMOVED,
        /** It has the default still, from which the change was made. */
        DEFAULT
    }
}
