package dev.peruser.test.assertions;

import dev.peruser.Attribute;
import dev.peruser.MergeReport;
import dev.peruser.MergeReport.Entry;
import dev.peruser.MergeReport.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ObjectAssert;
import org.jspecify.annotations.Nullable;

/** Assertions of what sign-ins did. */
public final class MergeReportAssert extends AbstractAssert<MergeReportAssert, MergeReport> {

    MergeReportAssert(@Nullable MergeReport actual) {
        super(actual, MergeReportAssert.class);
    }

    /** The guest had that attribute, whatever became of it. */
    public MergeReportAssert hasEntry(String name) {
        entry(name);
        return this;
    }

    /** That became of the guest's attribute. */
    public MergeReportAssert hasOutcome(String name, Outcome expected) {
        Outcome outcome = entry(name).outcome();
        if (outcome != expected) {
            throw failureWithActualExpected(
                    outcome,
                    expected,
                    "Expected the guest's attribute '%s' to be %s, but it is %s; the report says %s",
                    name,
                    expected,
                    outcome,
                    entries());
        }
        return this;
    }

    /** That became of the guest's attribute. */
    public MergeReportAssert hasOutcome(Attribute<?> attribute, Outcome expected) {
        return hasOutcome(attribute.name(), expected);
    }

    /** What the guest had of it is in the account now, alone or with what was there. */
    public MergeReportAssert brought(String name) {
        Outcome outcome = entry(name).outcome();
        if (!isInTheAccount(outcome)) {
            throw failure(
                    "Expected the guest's attribute '%s' to be in the account, but it was %s; the report says %s",
                    name, outcome, entries());
        }
        return this;
    }

    /** As {@link #brought(String)}. */
    public MergeReportAssert brought(Attribute<?> attribute) {
        return brought(attribute.name());
    }

    /** What the guest had of these attributes is in the account now, and of no others. */
    public MergeReportAssert broughtOnly(String... expected) {
        isNotNull();
        Set<String> brought = actual.entries().stream()
                .filter(entry -> isInTheAccount(entry.outcome()))
                .map(Entry::attribute)
                .collect(Collectors.toSet());
        if (!brought.equals(Set.of(expected))) {
            throw failureWithActualExpected(
                    brought,
                    Set.of(expected),
                    "Expected that exactly %s of the guest are in the account; the report says %s",
                    List.of(expected),
                    entries());
        }
        return this;
    }

    /** Goes on with the value that the guest had. */
    public <T> ObjectAssert<T> guestValue(Attribute<T> attribute) {
        entry(attribute.name());
        return value(actual.guestValue(attribute), "the guest's", attribute);
    }

    /** Goes on with the value that the user had before, which the merge has changed. */
    public <T> ObjectAssert<T> userValue(Attribute<T> attribute) {
        entry(attribute.name());
        return value(actual.userValue(attribute), "the user's former", attribute);
    }

    private <T> ObjectAssert<T> value(Optional<T> value, String whose, Attribute<T> attribute) {
        T present = value.orElseThrow(() -> failure(
                "Expected %s value of '%s' in the report, but there is none that fits its type; the report says %s",
                whose, attribute.name(), entries()));
        return Assertions.assertThatObject(present).as("%s value of '%s'", whose, attribute.name());
    }

    private static boolean isInTheAccount(Outcome outcome) {
        return switch (outcome) {
            case CARRIED, COMBINED, REPLACED -> true;
            case KEPT, DROPPED, SET_ASIDE, UNREADABLE, TOO_LARGE, UNDECIDED -> false;
        };
    }

    private Entry entry(String name) {
        isNotNull();
        return actual.entry(name)
                .orElseThrow(() ->
                        failure("Expected the report to tell of the attribute '%s', but it says %s", name, entries()));
    }

    private List<Entry> entries() {
        return actual.entries();
    }
}
