package dev.peruser.internal.codec;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.exc.InvalidDefinitionException;
import tools.jackson.databind.exc.MismatchedInputException;

/** What Jackson says about a value, without the value. */
final class Explanation {
    /** Where a message of Jackson's begins to quote what it read. */
    private static final Pattern QUOTE = Pattern.compile("[\"']|\\((?=[-0-9]|true|false|null)|: \\[|; line:");

    private static final int LONGEST = 300;

    private Explanation() {}

    /** As a part of a sentence. */
    static String of(RuntimeException reason) {
        if (!(reason instanceof JacksonException said)) {
            return "(" + reason.getClass().getSimpleName() + ")";
        }
        String path = path(said);
        return (path.isEmpty() ? "" : "at '" + path + "': ") + words(said);
    }

    private static String words(JacksonException reason) {
        if (reason instanceof Texts.HalfPairException) {
            return Texts.HALF_A_PAIR;
        }
        if (reason instanceof StreamConstraintsException) {
            return "it is cyclic or too deep (peruser.limits.depth)";
        }
        // Others may quote what an application's constructor or serializer said, and that may quote a value.
        boolean isJacksonsOwn =
                reason instanceof InvalidDefinitionException || reason.getClass() == MismatchedInputException.class;
        @Nullable String message = isJacksonsOwn ? reason.getOriginalMessage() : null;
        if (message == null) {
            Throwable cause = reason.getCause() == null ? reason : reason.getCause();
            return "(" + cause.getClass().getSimpleName() + ")";
        }
        Matcher quote = QUOTE.matcher(message);
        String unquoted = quote.find() ? message.substring(0, quote.start()) : message;
        return unquoted.substring(0, Math.min(LONGEST, unquoted.length()))
                .strip()
                .replace('`', '\'');
    }

    /** Without positions in lists, and without keys of maps. */
    private static String path(JacksonException reason) {
        StringBuilder path = new StringBuilder();
        for (JacksonException.Reference step : reason.getPath()) {
            @Nullable Object from = step.from();
            @Nullable String property = step.getPropertyName();
            if (property == null) {
                path.append("[]");
            } else if (from instanceof Map || (from instanceof Class<?> type && Map.class.isAssignableFrom(type))) {
                path.append("{}");
            } else {
                path.append(path.isEmpty() ? "" : ".").append(property);
            }
        }
        return path.toString();
    }
}
