package dev.peruser.store.tck;

import dev.peruser.store.Deadline;
import dev.peruser.store.SessionChange;
import dev.peruser.store.SessionKey;
import dev.peruser.store.SessionStore;
import dev.peruser.store.SessionVersion;
import dev.peruser.store.StoredSession;
import dev.peruser.store.WriteResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The store of one test, with its verbs under a deadline that no working store meets. */
final class StoreUnderTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final SessionStoreContract contract;
    private final List<SessionStore> opened = new ArrayList<>();
    private @Nullable SessionStore current;

    StoreUnderTest(SessionStoreContract contract) {
        this.contract = contract;
    }

    void open() throws Exception {
        SessionStore store = contract.openEmpty();
        opened.add(store);
        current = store;
    }

    /** One more store on the same data, beside the present one. */
    Optional<SessionStore> openAnother() throws Exception {
        Optional<SessionStore> another = contract.reopen();
        another.ifPresent(opened::add);
        return another;
    }

    /** Closes the present store, then goes on with a new one on the same data. */
    void restart() throws Exception {
        close();
        current = openAnother().orElseThrow();
    }

    void close() throws Exception {
        current = null;
        for (SessionStore store : opened) {
            if (store instanceof AutoCloseable closeable) {
                closeable.close();
            }
        }
        opened.clear();
    }

    SessionStore get() {
        return Objects.requireNonNull(current, "no store is open");
    }

    static Deadline patience() {
        return Deadline.after(PATIENCE);
    }

    Optional<StoredSession> load(SessionKey key) {
        return get().load(key, patience());
    }

    WriteResult create(SessionKey key, StoredSession next) {
        return get().save(key, SessionChange.create(next), patience());
    }

    WriteResult replace(SessionKey key, StoredSession previous, StoredSession next) {
        return get().save(key, SessionChange.replace(previous, next), patience());
    }

    WriteResult delete(SessionKey key, SessionVersion expected) {
        return get().delete(key, expected, patience());
    }
}
