package dev.peruser.shop.session;

/** What visitors may write about a line: one line of text, not too long. */
public final class Note {
    static final int LONGEST = 200;

    private Note() {}

    /** The text on one line, without control characters and superfluous space. */
    public static String tidy(String text) {
        return text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    }

    /** Whether it has more characters than a note may have. */
    public static boolean isTooLong(String note) {
        return note.codePointCount(0, note.length()) > LONGEST;
    }

    static String shortened(String note) {
        return isTooLong(note) ? note.substring(0, note.offsetByCodePoints(0, LONGEST - 1)) + "…" : note;
    }
}
