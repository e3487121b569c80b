package dev.peruser.migration;

import dev.peruser.StoreException;
import dev.peruser.store.SessionStore;

/** Closes stores. */
final class Closing {
    private Closing() {}

    static void close(SessionStore store) {
        if (store instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new StoreException("a store could not be closed", e);
            }
        }
    }
}
