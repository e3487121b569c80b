package dev.peruser.shop.session;

import java.util.OptionalInt;

/** How many of one thing, as visitors type it. */
public final class Quantity {
    private static final int MOST_DIGITS = 4;

    private Quantity() {}

    /** The number if it is a positive one. Greater ones than a line can hold are for the caller to cap. */
    public static OptionalInt parse(String text) {
        String digits = text.strip();
        if (digits.isEmpty() || digits.length() > MOST_DIGITS || !digits.chars().allMatch(Quantity::isDigit)) {
            return OptionalInt.empty();
        }
        int quantity = Integer.parseInt(digits);
        return quantity > 0 ? OptionalInt.of(quantity) : OptionalInt.empty();
    }

    private static boolean isDigit(int character) {
        return character >= '0' && character <= '9';
    }
}
