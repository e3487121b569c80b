package dev.peruser;

import org.jspecify.annotations.Nullable;

/** What the engine says besides exceptions. Never ids, tokens or values. */
final class Log {
    private static final System.Logger LOGGER = System.getLogger("dev.peruser");

    private Log() {}

    static void debug(String message, @Nullable Throwable cause) {
        LOGGER.log(System.Logger.Level.DEBUG, message, cause);
    }

    /** What the store did is told by its message: while it is down, a stack trace for each request costs too much. */
    static void warn(String message, Throwable cause) {
        if (cause instanceof StoreException || cause instanceof ConflictException) {
            LOGGER.log(System.Logger.Level.WARNING, message + ": " + cause.getMessage());
            debug(message, cause);
        } else {
            LOGGER.log(System.Logger.Level.WARNING, message, cause);
        }
    }

    static void error(String message) {
        LOGGER.log(System.Logger.Level.ERROR, message);
    }
}
