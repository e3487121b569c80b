package dev.peruser.store;

/**
 * The key of a user's session.
 *
 * @param text {@code u:} and the escaped user id, or {@code h:} and the SHA-256 hash of a long one
 */
public record UserKey(String text) implements SessionKey {
    private static final int LONGEST = 190;

    /** Checks the text. */
    public UserKey {
        if (!isText(text)) {
            throw new IllegalArgumentException("a user key is u: and an escaped id, or h: and 64 hexadecimal digits");
        }
    }

    static boolean isText(String text) {
        return KeyText.isEscaped(text, "u:", LONGEST) || KeyText.isHash(text, "h:");
    }

    /** Says what it is without the key. */
    @Override
    public String toString() {
        return "UserKey";
    }
}
