package dev.peruser;

import java.io.Serial;

/**
 * The store is set up in a way that can't work: an unknown product, a table of somebody else. Trying again doesn't
 * help, so start-up should fail with it.
 */
public class UnusableStoreException extends StoreException {
    @Serial
    private static final long serialVersionUID = 1;

    /** Creates it. */
    public UnusableStoreException(String message) {
        super(message);
    }
}
