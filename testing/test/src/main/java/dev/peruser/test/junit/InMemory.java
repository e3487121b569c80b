package dev.peruser.test.junit;

import dev.peruser.store.InMemorySessionStore;
import dev.peruser.store.SessionStore;
import java.nio.file.Path;

/** The store in the process's memory. */
public final class InMemory implements StoreOpener {

    /** For {@link EachStoreTest#stores()}. */
    public InMemory() {}

    @Override
    public SessionStore open(Path folder) {
        return new InMemorySessionStore();
    }
}
