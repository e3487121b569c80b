package dev.peruser.store;

/** The answer of a compare-and-set. */
public enum WriteResult {
    /** The change was made. */
    APPLIED,
    /** Nothing was changed: the version stored is not the expected one. */
    STALE
}
