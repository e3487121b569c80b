package dev.peruser.spring.internal.start;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The application can't start with PerUser as it is set up. Spring Boot reports it by a {@link StartFailureAnalyzer}:
 * what is wrong, and what to do, without a stack trace.
 */
public final class StartFailure extends IllegalStateException {
    private static final long serialVersionUID = 1;

    private final String description;
    private final String action;

    private StartFailure(String description, String action, @Nullable Throwable cause) {
        super(description + " " + action, cause);
        this.description = description;
        this.action = action;
    }

    /**
     * Creates it.
     *
     * @param description what is wrong, in sentences that name the property or the bean
     * @param action what to do, in sentences
     */
    public static StartFailure of(String description, String action) {
        return new StartFailure(description, action, null);
    }

    /** As {@link #of(String, String)}, with what it came of. */
    public static StartFailure of(String description, String action, Throwable cause) {
        return new StartFailure(description, action, cause);
    }

    /** Of settings, each with what is wrong with it and what would be right. */
    public static StartFailure ofSettings(List<String> mistakes) {
        boolean isOne = mistakes.size() == 1;
        return new StartFailure(
                isOne
                        ? "A setting of PerUser is wrong: " + mistakes.get(0)
                        : "Settings of PerUser are wrong:\n - " + String.join("\n - ", mistakes),
                "Correct " + (isOne ? "it" : "them") + "; docs/reference/configuration.md lists all properties.",
                null);
    }

    String description() {
        return description;
    }

    String action() {
        return action;
    }
}
