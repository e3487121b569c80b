package dev.peruser;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** Anything that PerUser reports as failed. Messages name kinds of keys and attributes, never ids, tokens or values. */
public class PerUserException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    /** Creates it. */
    public PerUserException(String message) {
        super(message);
    }

    /** Creates it. */
    public PerUserException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
