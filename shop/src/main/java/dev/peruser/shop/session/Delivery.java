package dev.peruser.shop.session;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where an order goes, as typed.
 *
 * @param recipient a name
 * @param address street and town, in lines
 */
public record Delivery(String recipient, String address) {
    private static final int LONGEST_RECIPIENT = 80;
    private static final int LONGEST_ADDRESS = 300;
    /** A form that nobody has filled in yet. */
    public static final Delivery BLANK = new Delivery("", "");

    /** Removes space around and control characters within. */
    public Delivery {
        recipient = recipient.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        address = address.replaceAll("[\\p{Cntrl}&&[^\\n]]+", "").strip();
    }

    /** What is wrong with it, by field. */
    public Map<String, String> problems() {
        Map<String, String> problems = new LinkedHashMap<>();
        check(problems, "recipient", recipient, LONGEST_RECIPIENT, "Please tell us who gets it.");
        check(problems, "address", address, LONGEST_ADDRESS, "Please tell us where to send it.");
        return problems;
    }

    private static void check(Map<String, String> problems, String field, String text, int longest, String missing) {
        if (text.isEmpty()) {
            problems.put(field, missing);
        } else if (text.length() > longest) {
            problems.put(field, "That is too long: at most " + longest + " characters.");
        }
    }
}
