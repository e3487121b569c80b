package dev.peruser.it.soak;

import java.util.List;

/**
 * How the application uses sessions.
 *
 * @param isInRecords whether users' sessions are in records of their own, in a table of the application
 * @param isThroughHttpSession whether what has a declared type is got and set by the {@code HttpSession}
 */
record Application(boolean isInRecords, boolean isThroughHttpSession) {
    /** How many {@link #arguments} there are. */
    static final int ARGUMENTS = 2;

    static Application parse(List<String> arguments) {
        return new Application(Boolean.parseBoolean(arguments.get(0)), Boolean.parseBoolean(arguments.get(1)));
    }

    /** For {@link #parse}. */
    List<String> arguments() {
        return List.of(Boolean.toString(isInRecords), Boolean.toString(isThroughHttpSession));
    }
}
