package dev.peruser.internal.codec;

/** How surely it has to be known that a value was changed, and doesn't compute a part of itself each time. */
public enum Certainty {
    /** Before something is said about it. */
    NOW,
    /** It is looked at often enough to be found soon: one save too many does no harm. */
    NOW_AND_THEN
}
