package dev.peruser.store;

/** The texts that keys are made of. Without regular expressions, because a key is made for each request. */
final class KeyText {
    private static final int HASH = 64;

    private KeyText() {}

    /** Whether a text is a prefix and 64 hexadecimal digits. */
    static boolean isHash(String text, String prefix) {
        if (text.length() != prefix.length() + HASH || !text.startsWith(prefix)) {
            return false;
        }
        for (int i = prefix.length(); i < text.length(); i++) {
            char unit = text.charAt(i);
            if ((unit < '0' || unit > '9') && (unit < 'a' || unit > 'f')) {
                return false;
            }
        }
        return true;
    }

    /** Whether a text is a prefix and 1 to a number of characters that each store takes as they are. */
    static boolean isEscaped(String text, String prefix, int most) {
        int length = text.length() - prefix.length();
        if (length < 1 || length > most || !text.startsWith(prefix)) {
            return false;
        }
        for (int i = prefix.length(); i < text.length(); i++) {
            char unit = text.charAt(i);
            boolean isAllowed = (unit >= 'a' && unit <= 'z')
                    || (unit >= '0' && unit <= ':')
                    || unit == '%'
                    || unit == '.'
                    || unit == '_'
                    || unit == '-';
            if (!isAllowed) {
                return false;
            }
        }
        return true;
    }
}
