package dev.peruser.internal.storage;

import dev.peruser.StoreException;
import java.io.Serial;

/** The user's own record isn't there, so nothing can be kept in it. */
public final class MissingRecordException extends StoreException {
    @Serial
    private static final long serialVersionUID = 1L;

    MissingRecordException() {
        super("the user's own record isn't there any more, or not yet: the account was deleted, or its transaction is"
                + " still open; the session is empty and can't be changed");
    }
}
