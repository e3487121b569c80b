package dev.peruser.test.assertions;

import dev.peruser.test.TestStore;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/**
 * Assertions of what was loaded and written since the test began, or since {@link TestStore#forgetCounts()}. A failure
 * names all that was.
 */
public final class TestStoreAssert extends AbstractAssert<TestStoreAssert, TestStore> {

    TestStoreAssert(@Nullable TestStore actual) {
        super(actual, TestStoreAssert.class);
    }

    /** Nothing was saved, and nothing deleted. */
    public TestStoreAssert hasWrittenNothing() {
        isNotNull();
        if (actual.writes() != 0) {
            throw failure("Expected nothing to be written, but there were %s", actual);
        }
        return this;
    }

    /** So many saves were applied. A sign-in that carries something takes several. */
    public TestStoreAssert hasSaved(int times) {
        isNotNull();
        return hasCount(actual.saves(), times, "save");
    }

    /** So many deletes were applied. */
    public TestStoreAssert hasDeleted(int times) {
        isNotNull();
        return hasCount(actual.deletes(), times, "delete");
    }

    /** So many sessions were loaded, also if there was none. */
    public TestStoreAssert hasLoaded(int times) {
        isNotNull();
        return hasCount(actual.loads(), times, "load");
    }

    /** Nothing was loaded and nothing written. */
    public TestStoreAssert wasNotUsed() {
        isNotNull();
        if (actual.loads() + actual.writes() != 0) {
            throw failure("Expected the store not to be used, but there were %s", actual);
        }
        return this;
    }

    private TestStoreAssert hasCount(int found, int expected, String what) {
        if (found != expected) {
            throw failureWithActualExpected(
                    found,
                    expected,
                    "Expected %s, but there were %s",
                    expected + " " + what + (expected == 1 ? "" : "s"),
                    actual);
        }
        return this;
    }
}
