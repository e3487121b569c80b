package dev.peruser.store.tck;

import dev.peruser.UserRecord;
import org.junit.jupiter.api.Nested;

/**
 * What every place for data within the user's own record must do, as tests. An application's own test class extends
 * this and gives a record:
 *
 * <pre>{@code
 * class AccountDataTest extends UserRecordContract {
 *     @Override
 *     protected UserRecord openEmpty() {
 *         accounts.insert("ada");
 *         return open();
 *     }
 *
 *     @Override
 *     protected UserRecord open() {
 *         return new AccountData(accounts, "ada");
 *     }
 * }
 * }</pre>
 *
 * <p>For a {@link UserRecord.Versioned} all groups have tests. A {@link UserRecord.Unversioned} has no version, so the
 * group {@link Versions} and the test of several processes don't exist for it: what they test can't be promised. They
 * don't show up as passed, nor as skipped; the report entry {@code not applicable} tells why.
 */
public abstract class UserRecordContract {

    /** For subclasses. */
    protected UserRecordContract() {}

    /**
     * Makes the record of a user without session data. Called once at the beginning of each test.
     *
     * @throws Exception if that fails, and with it the test
     */
    protected abstract UserRecord openEmpty() throws Exception;

    /** The record that {@link #openEmpty} made last, as another request or process finds it. */
    protected abstract UserRecord open();

    /** What was stored is loaded: each kind of value, all of it, by everybody. */
    @Nested
    class Values extends UserRecordValuesGroup {
        Values() {
            super(UserRecordContract.this);
        }
    }

    /**
     * For a {@link UserRecord.Versioned}: a store replaces the data if, and only if, the version is the present one.
     */
    @Nested
    class Versions extends UserRecordVersionsGroup {
        Versions() {
            super(UserRecordContract.this);
        }
    }

    /** Sessions in the record: nothing lost, carried once, exported and erased. */
    @Nested
    class Sessions extends UserRecordSessionsGroup {
        Sessions() {
            super(UserRecordContract.this);
        }
    }
}
