package dev.peruser.store;

/** The answer of a compare-and-set. */
public enum SaveResult {
    /** The change was made. */
    SAVED,
    /** Nothing was changed: the version stored is not the expected one. */
    STALE
}
