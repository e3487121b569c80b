package dev.peruser;

import java.io.Serial;

/**
 * A commit was refused because an attribute or the session would exceed a limit of {@link Limits}. What was stored
 * stays.
 */
public class SessionLimitException extends SessionDataException {
    @Serial
    private static final long serialVersionUID = 1;

    /** Creates it. */
    public SessionLimitException(String message) {
        super(message);
    }
}
