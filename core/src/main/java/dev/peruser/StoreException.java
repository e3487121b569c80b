package dev.peruser;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * The store failed, was too slow, or too many requests wait for it. Web integrations answer 503. Whether a save in
 * progress was made may be unknown; the core finds that out where it can before it lets this exception through.
 */
public class StoreException extends PerUserException {
    @Serial
    private static final long serialVersionUID = 1;

    /** Creates it. */
    public StoreException(String message) {
        super(message);
    }

    /** Creates it. */
    public StoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
