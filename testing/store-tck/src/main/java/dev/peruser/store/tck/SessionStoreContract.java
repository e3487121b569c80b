package dev.peruser.store.tck;

import dev.peruser.store.ClockedSessionStore;
import dev.peruser.store.EnumerableSessionStore;
import dev.peruser.store.PurgeableSessionStore;
import dev.peruser.store.SessionStore;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;

/**
 * What every {@link SessionStore} must do, as tests. A store's own test class extends this and gives a store:
 *
 * <pre>{@code
 * class MySessionStoreTest extends SessionStoreContract {
 *     @Override
 *     protected SessionStore openEmpty() {
 *         return new MySessionStore();
 *     }
 * }
 * }</pre>
 *
 * <p>There is one nested group for each concept. The groups {@link Purge}, {@link Enumerate}, {@link Clock} and
 * {@link Durability} have tests only where the store has the ability: others don't show up as passed, nor as skipped;
 * the report entry {@code not applicable} tells why.
 *
 * <p>Stores that are {@link AutoCloseable} are closed after each test.
 */
public abstract class SessionStoreContract {
    @SuppressWarnings("this-escape") // kept until the test begins, when the subclass is complete
    private final StoreUnderTest store = new StoreUnderTest(this);

    /** For subclasses. */
    protected SessionStoreContract() {}

    /**
     * Opens a store that holds no session. Called once before each test.
     *
     * @throws Exception if that fails, and with it the test
     */
    protected abstract SessionStore openEmpty() throws Exception;

    /**
     * Opens one more store on the data of the one that {@link #openEmpty} gave last, as another process would, or this
     * one after a restart. Empty, the default, for a store that keeps data in its own memory only.
     *
     * @throws Exception if that fails, and with it the test
     */
    protected Optional<SessionStore> reopen() throws Exception {
        return Optional.empty();
    }

    @BeforeEach
    final void openStore() throws Exception {
        store.open();
    }

    @AfterEach
    final void closeStores() throws Exception {
        store.close();
    }

    /** What was saved is loaded, to the bit. */
    @Nested
    class Load extends LoadGroup {
        Load() {
            super(store);
        }
    }

    /** Two keys are two sessions, however alike they look. */
    @Nested
    class Keys extends KeysGroup {
        Keys() {
            super(store);
        }
    }

    /** A save changes what is stored if, and only if, the expected version is stored. */
    @Nested
    class CompareAndSet extends CompareAndSetGroup {
        CompareAndSet() {
            super(store);
        }
    }

    /** A delete removes the session under the same condition. */
    @Nested
    class Delete extends DeleteGroup {
        Delete() {
            super(store);
        }
    }

    /** Of many at once, one wins; nobody sees half a session. */
    @Nested
    class Concurrency extends ConcurrencyGroup {
        Concurrency() {
            super(store);
        }
    }

    /** An expired session may be gone or not, but never blocks its key. */
    @Nested
    class Expiry extends ExpiryGroup {
        Expiry() {
            super(store);
        }
    }

    /** For a {@link PurgeableSessionStore}: it removes what has expired, and only that. */
    @Nested
    class Purge extends PurgeGroup {
        Purge() {
            super(store);
        }
    }

    /** For an {@link EnumerableSessionStore}: it lists each key. */
    @Nested
    class Enumerate extends EnumerateGroup {
        Enumerate() {
            super(store);
        }
    }

    /** For a {@link ClockedSessionStore}: its clock runs, and is one for all. */
    @Nested
    class Clock extends ClockGroup {
        Clock() {
            super(store);
        }
    }

    /** The store leaves alone what it was given and what it gave. */
    @Nested
    class Immutability extends ImmutabilityGroup {
        Immutability() {
            super(store);
        }
    }

    /** For stores with {@link #reopen()}: what was acknowledged is there for others and after a restart. */
    @Nested
    class Durability extends DurabilityGroup {
        Durability() {
            super(store);
        }
    }

    /** A call ends soon after its deadline. */
    @Nested
    class Deadlines extends DeadlinesGroup {
        Deadlines() {
            super(store);
        }
    }
}
