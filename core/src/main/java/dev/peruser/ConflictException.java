package dev.peruser;

import java.io.Serial;

/**
 * The changes could not be saved because the session was changed by others until the deadline, or is gone since it was
 * loaded. Nothing of this commit is stored. Web integrations answer 503; the request may be sent again.
 */
public class ConflictException extends PerUserException {
    @Serial
    private static final long serialVersionUID = 1;

    /** Creates it. */
    public ConflictException(String message) {
        super(message);
    }
}
