package dev.peruser.store.jdbc.internal;

/** Which settings of the database the store may change. */
public enum Settings {
    /** None. What puts acknowledged changes at risk is logged. */
    KEEP,
    /** Those without which an acknowledged change could be lost. */
    DURABLE,
    /** Those as well that make it faster and stay within the database. */
    TUNE
}
