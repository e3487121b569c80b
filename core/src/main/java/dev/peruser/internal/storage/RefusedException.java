package dev.peruser.internal.storage;

import dev.peruser.StoreException;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * A store or a user's own record failed with an exception that is not PerUser's: most likely it refuses what it was
 * given, and would refuse it again.
 */
public final class RefusedException extends StoreException {
    @Serial
    private static final long serialVersionUID = 1;

    RefusedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
