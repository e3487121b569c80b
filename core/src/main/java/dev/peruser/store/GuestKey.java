package dev.peruser.store;

/**
 * The key of a guest's session: the SHA-256 hash of the guest token, so that the store never holds what a browser would
 * have to present.
 *
 * @param text {@code g:} and 64 hexadecimal digits
 */
public record GuestKey(String text) implements SessionKey {
    /** Checks the text. */
    public GuestKey {
        if (!isText(text)) {
            throw new IllegalArgumentException("a guest key is g: and 64 hexadecimal digits");
        }
    }

    static boolean isText(String text) {
        return KeyText.isHash(text, "g:");
    }

    /** Says what it is without the key. */
    @Override
    public String toString() {
        return "GuestKey";
    }
}
