package dev.peruser.test.assertions;

import dev.peruser.MergeReport;
import dev.peruser.UserSession;
import dev.peruser.test.TestStore;
import org.jspecify.annotations.Nullable;

/**
 * The entry to PerUser's assertions. Import {@code assertThat} from here and from AssertJ's own {@code Assertions}: the
 * type of what is asserted decides which is called.
 */
public final class PerUserAssertions {
    private PerUserAssertions() {}

    /** Of a session, within its request. */
    public static UserSessionAssert assertThat(@Nullable UserSession session) {
        return new UserSessionAssert(session);
    }

    /** Of what sign-ins did. */
    public static MergeReportAssert assertThat(@Nullable MergeReport report) {
        return new MergeReportAssert(report);
    }

    /** Of what was loaded and written. */
    public static TestStoreAssert assertThat(@Nullable TestStore store) {
        return new TestStoreAssert(store);
    }
}
