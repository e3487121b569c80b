package dev.peruser.store;

/**
 * Who a stored session belongs to: a guest or a user, as two types, so that neither can ever be taken for the other.
 *
 * <p>{@link #text()} is what stores use: 2 to 200 characters out of {@code a-z 0-9 : % . _ -}, never two keys that
 * differ only by case, trailing blanks or Unicode normalisation, so it is safe under every collation and in every key
 * syntax.
 */
public sealed interface SessionKey permits GuestKey, UserKey {

    /** The key as stores write it. */
    String text();

    /**
     * The key that a store wrote as {@link #text()}.
     *
     * @throws IllegalArgumentException if the text is not one of a key
     */
    static SessionKey parse(String text) {
        if (GuestKey.isText(text)) {
            return new GuestKey(text);
        }
        if (UserKey.isText(text)) {
            return new UserKey(text);
        }
        throw new IllegalArgumentException("not the text of a session key (a foreign row, or another table?)");
    }
}
