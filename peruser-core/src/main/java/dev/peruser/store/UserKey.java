package dev.peruser.store;

import java.util.regex.Pattern;

/**
 * The key of a user's session.
 *
 * @param text {@code u:} and the escaped user id, or {@code h:} and the SHA-256 hash of a long one
 */
public record UserKey(String text) implements SessionKey {
    private static final Pattern TEXT = Pattern.compile("u:[a-z0-9:%._-]{1,190}|h:[0-9a-f]{64}");

    /** Checks the text. */
    public UserKey {
        if (!isText(text)) {
            throw new IllegalArgumentException("a user key is u: and an escaped id, or h: and 64 hexadecimal digits");
        }
    }

    static boolean isText(String text) {
        return TEXT.matcher(text).matches();
    }

    /** Says what it is without the key. */
    @Override
    public String toString() {
        return "UserKey";
    }
}
