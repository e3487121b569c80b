package dev.peruser.test.assertions;

import dev.peruser.Attribute;
import dev.peruser.MergeReport;
import dev.peruser.UserId;
import dev.peruser.UserSession;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ListAssert;
import org.assertj.core.api.MapAssert;
import org.assertj.core.api.ObjectAssert;
import org.jspecify.annotations.Nullable;

/** Assertions of a session. They load it, and change nothing, but for {@link #mergeReport()}. */
public final class UserSessionAssert extends AbstractAssert<UserSessionAssert, UserSession> {

    UserSessionAssert(@Nullable UserSession actual) {
        super(actual, UserSessionAssert.class);
    }

    /** The visitor is a guest. */
    public UserSessionAssert isGuest() {
        isNotNull();
        actual.user().ifPresent(user -> {
            throw failure("Expected the session of a guest, but it is the one of %s", words(user));
        });
        return this;
    }

    /** The visitor is a user, whoever. */
    public UserSessionAssert isUser() {
        isNotNull();
        if (actual.user().isEmpty()) {
            throw failure("Expected the session of a user, but it is a guest's");
        }
        return this;
    }

    /** The visitor is the user of that name, without a realm. */
    public UserSessionAssert isUser(String name) {
        return isUser(UserId.of(name));
    }

    /** The visitor is that user. */
    public UserSessionAssert isUser(UserId expected) {
        isNotNull();
        Optional<UserId> user = actual.user();
        if (!user.equals(Optional.of(expected))) {
            throw failureWithActualExpected(
                    user,
                    expected,
                    "Expected the session of %s, but it is %s",
                    words(expected),
                    user.map(other -> "the one of " + words(other)).orElse("a guest's"));
        }
        return this;
    }

    /** There is no attribute. */
    public UserSessionAssert isEmpty() {
        isNotNull();
        if (!actual.names().isEmpty()) {
            throw failure("Expected an empty session, but it has the attributes %s", names());
        }
        return this;
    }

    /** There is a value under that name. */
    public UserSessionAssert hasAttribute(String name) {
        isNotNull();
        if (!actual.contains(name)) {
            throw failure("Expected the attribute '%s', but the session has %s", name, names());
        }
        return this;
    }

    /** The attribute has a value of its own, not just a default. */
    public UserSessionAssert hasAttribute(Attribute<?> attribute) {
        return hasAttribute(attribute.name());
    }

    /** There is no value under that name. */
    public UserSessionAssert doesNotHaveAttribute(String name) {
        isNotNull();
        if (actual.contains(name)) {
            throw failure(
                    "Expected no attribute '%s', but it is <%s>",
                    name, actual.get(name).orElse(null));
        }
        return this;
    }

    /** The attribute has no value of its own; it may have a default. */
    public UserSessionAssert doesNotHaveAttribute(Attribute<?> attribute) {
        return doesNotHaveAttribute(attribute.name());
    }

    /** These are all the attributes that there are. */
    public UserSessionAssert hasOnlyAttributes(String... expected) {
        isNotNull();
        if (!actual.names().equals(Set.of(expected))) {
            throw failureWithActualExpected(
                    names(),
                    new TreeSet<>(Set.of(expected)),
                    "Expected the attributes %s and no others, but the session has %s",
                    new TreeSet<>(Set.of(expected)),
                    names());
        }
        return this;
    }

    /** The declared attribute has that value, of its own or as its default. */
    public <T> UserSessionAssert hasValue(Attribute<T> attribute, T expected) {
        isNotNull();
        Optional<T> value = valueOf(attribute);
        if (!value.equals(Optional.of(expected))) {
            throw failureWithActualExpected(
                    value.orElse(null),
                    expected,
                    "Expected the attribute '%s' to be%n  <%s>%nbut %s",
                    attribute.name(),
                    expected,
                    value.map(other -> String.format("it is%n  <%s>", other))
                            .orElseGet(() -> "it has no value and no default; the session has " + names()));
        }
        return this;
    }

    /** The attribute under that name has that value, which is JSON-like or of the declared type. */
    public UserSessionAssert hasValue(String name, @Nullable Object expected) {
        hasAttribute(name);
        @Nullable Object value = actual.get(name).orElse(null);
        if (!java.util.Objects.equals(value, expected)) {
            throw failureWithActualExpected(
                    value,
                    expected,
                    "Expected the attribute '%s' to be%n  <%s>%nbut it is%n  <%s>",
                    name,
                    expected,
                    value);
        }
        return this;
    }

    /** Goes on with the value of a declared attribute, or its default. */
    public <T> ObjectAssert<T> attribute(Attribute<T> attribute) {
        isNotNull();
        T value = valueOf(attribute)
                .orElseThrow(() -> failure(
                        "Expected a value of the attribute '%s', but it has none and no default; the session has %s",
                        attribute.name(), names()));
        return Assertions.assertThatObject(value).as(described("attribute '%s'", attribute.name()));
    }

    /** Goes on with the list under that name, which is empty if nothing is there. */
    public ListAssert<@Nullable Object> list(String name) {
        isNotNull();
        return Assertions.assertThat(actual.list(name)).as(described("attribute '%s'", name));
    }

    /** Goes on with the map under that name, which is empty if nothing is there. */
    public MapAssert<String, @Nullable Object> map(String name) {
        isNotNull();
        return Assertions.assertThat(actual.map(name)).as(described("attribute '%s'", name));
    }

    /** Goes on with the merge report. That takes it out of the session, as if it had been shown to the visitor. */
    public MergeReportAssert mergeReport() {
        isNotNull();
        MergeReport report = actual.takeMergeReport()
                .orElseThrow(() -> failure("Expected a merge report, but there is none:"
                        + " no sign-in has brought anything, or the report was taken before"));
        return new MergeReportAssert(report);
    }

    /** There is no merge report that nobody has taken. If there was one, it is gone. */
    public UserSessionAssert hasNoMergeReport() {
        isNotNull();
        actual.takeMergeReport().ifPresent(report -> {
            throw failure("Expected no merge report, but there is %s", report);
        });
        return this;
    }

    private <T> Optional<T> valueOf(Attribute<T> attribute) {
        return actual.find(attribute).or(attribute::newDefault);
    }

    private Set<String> names() {
        return new TreeSet<>(actual.names());
    }

    private String described(String format, String name) {
        String given = getWritableAssertionInfo().descriptionText();
        return (given.isEmpty() ? "" : given + ": ") + String.format(format, name);
    }

    private static String words(UserId user) {
        return user.realm().isEmpty() ? "user '" + user.name() + "'" : "user '" + user.name() + "' of " + user.realm();
    }
}
