package dev.peruser.internal.storage;

import dev.peruser.ConflictException;
import dev.peruser.StoreException;
import org.jspecify.annotations.Nullable;

/** What the engine says besides exceptions. Never ids, tokens or values. */
public final class Log {
    private static final System.Logger LOGGER = System.getLogger("dev.peruser");

    private Log() {}

    public static void debug(String message, @Nullable Throwable cause) {
        LOGGER.log(System.Logger.Level.DEBUG, message, cause);
    }

    /** What the store did is told by its message: while it is down, a stack trace for each request costs too much. */
    public static void warn(String message, Throwable cause) {
        if (cause instanceof StoreException || cause instanceof ConflictException) {
            LOGGER.log(System.Logger.Level.WARNING, message + ": " + cause.getMessage());
            debug(message, cause);
        } else {
            LOGGER.log(System.Logger.Level.WARNING, message, cause);
        }
    }

    public static void warn(String message) {
        LOGGER.log(System.Logger.Level.WARNING, message);
    }

    public static void error(String message) {
        LOGGER.log(System.Logger.Level.ERROR, message);
    }
}
