package dev.peruser.internal.values;

/** Texts from cookies, looked at without regular expressions, because that is done for each request. */
public final class UrlSafeText {
    private UrlSafeText() {}

    /** Whether the characters from an index up to another are those of URL-safe Base64. */
    public static boolean isBase64(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            char unit = text.charAt(i);
            boolean isAllowed = (unit >= 'a' && unit <= 'z')
                    || (unit >= 'A' && unit <= 'Z')
                    || (unit >= '0' && unit <= '9')
                    || unit == '_'
                    || unit == '-';
            if (!isAllowed) {
                return false;
            }
        }
        return true;
    }

    /** Whether all characters are hexadecimal digits, in lower case. */
    public static boolean isHex(String text) {
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if ((unit < 'a' || unit > 'f') && (unit < '0' || unit > '9')) {
                return false;
            }
        }
        return true;
    }

    /** Whether the characters from an index on are digits of a number to the base 36, in lower case. */
    public static boolean isBase36(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            char unit = text.charAt(i);
            if ((unit < 'a' || unit > 'z') && (unit < '0' || unit > '9')) {
                return false;
            }
        }
        return true;
    }
}
