package dev.peruser.test.junit;

import dev.peruser.store.SessionStore;
import dev.peruser.store.jdbc.EmbeddedSessionStore;
import java.nio.file.Path;

/** The embedded store, an SQLite file. Needs {@code peruser-store-jdbc}, {@code sqlite-jdbc} and HikariCP. */
public final class EmbeddedFile implements StoreOpener {

    /** For {@link EachStoreTest#stores()}. */
    public EmbeddedFile() {}

    @Override
    public SessionStore open(Path folder) {
        try {
            return EmbeddedSessionStore.open(folder.resolve("peruser.db"));
        } catch (NoClassDefFoundError e) {
            throw new IllegalStateException(
                    "the embedded store is not on the class path: add dev.peruser:peruser-store-jdbc,"
                            + " org.xerial:sqlite-jdbc and com.zaxxer:HikariCP,"
                            + " or name the stores to test, @EachStoreTest(stores = InMemory.class)",
                    e);
        }
    }
}
