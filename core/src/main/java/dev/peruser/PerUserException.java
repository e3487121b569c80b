package dev.peruser;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * Anything that PerUser reports as failed. Messages name kinds of keys and attributes, never ids, tokens or values.
 * They are one line: what an attribute's name has of line breaks and other control characters is shown as a question
 * mark.
 */
public class PerUserException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private static final char LINE_SEPARATOR = '\u2028';
    private static final char PARAGRAPH_SEPARATOR = '\u2029';

    /** Creates it. */
    public PerUserException(String message) {
        super(oneLine(message));
    }

    /** Creates it. */
    public PerUserException(String message, @Nullable Throwable cause) {
        super(oneLine(message), cause);
    }

    private static String oneLine(String message) {
        StringBuilder line = new StringBuilder(message);
        for (int i = 0; i < line.length(); i++) {
            char unit = line.charAt(i);
            if (Character.isISOControl(unit) || unit == LINE_SEPARATOR || unit == PARAGRAPH_SEPARATOR) {
                line.setCharAt(i, '?');
            }
        }
        return line.toString();
    }
}
