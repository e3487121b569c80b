package dev.peruser.test.junit;

import dev.peruser.store.SessionStore;
import java.nio.file.Path;

/** Opens a store for one run of an {@link EachStoreTest}. The name of the class is in the name of the run. */
@FunctionalInterface
public interface StoreOpener {

    /**
     * Opens an empty store. If it is {@link AutoCloseable}, it is closed after the run.
     *
     * @param folder an empty folder, which is removed after the run
     * @throws Exception if that isn't possible; the run fails
     */
    SessionStore open(Path folder) throws Exception;
}
