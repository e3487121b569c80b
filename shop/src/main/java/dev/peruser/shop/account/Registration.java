package dev.peruser.shop.account;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A request for an account, as typed.
 *
 * @param name the wanted name
 * @param password the wanted password
 */
record Registration(String name, String password) {
    private static final int SHORTEST_PASSWORD = 8;
    /** What bcrypt can take. */
    private static final int MOST_PASSWORD_BYTES = 72;

    /** What is wrong with it, by field. */
    Map<String, String> problems() {
        Map<String, String> problems = new LinkedHashMap<>();
        if (!Accounts.canonical(name).matches("[a-z][a-z0-9._-]{1,29}")) {
            problems.put(
                    "name",
                    "A name has 2 to 30 letters, digits, dots or dashes, and begins with a letter from a to z.");
        }
        if (password.length() < SHORTEST_PASSWORD) {
            problems.put("password", "A password has at least 8 characters.");
        } else if (password.getBytes(StandardCharsets.UTF_8).length > MOST_PASSWORD_BYTES) {
            problems.put("password", "That password is too long: at most 72 characters.");
        }
        return problems;
    }

    /** Says what it is without the password. */
    @Override
    public String toString() {
        return "Registration";
    }
}
