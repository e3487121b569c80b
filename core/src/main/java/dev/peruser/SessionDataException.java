package dev.peruser;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * An attribute can't be read or can't be stored: it no longer fits its type, is cyclic, too deep, of a type that has no
 * stored form, or would not be read back equal. Other attributes are not affected, and what is stored stays until the
 * application overwrites it.
 */
public class SessionDataException extends PerUserException {
    @Serial
    private static final long serialVersionUID = 1;

    /** Creates it. */
    public SessionDataException(String message) {
        super(message);
    }

    /** Creates it. */
    public SessionDataException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
