package dev.peruser.store.jdbc;

import dev.peruser.store.SessionStore;
import dev.peruser.store.tck.SessionStoreContract;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedSessionStoreContractTest extends SessionStoreContract {
    @TempDir
    private Path directory;

    @Override
    protected SessionStore openEmpty() {
        return EmbeddedSessionStore.open(directory.resolve("sessions.db"));
    }

    @Override
    protected Optional<SessionStore> reopen() {
        return Optional.of(openEmpty());
    }
}
