package dev.peruser;

/**
 * Who a user is: a realm (which identity provider vouches for the name) and a name within it. Compared exactly,
 * character by character; nothing is trimmed, folded or normalised, so two ids that differ in any way have two
 * sessions.
 *
 * @param realm for example an OAuth2 client registration; empty for the application's own accounts
 * @param name the principal's name, 1 to 10,000 characters, not blank
 */
public record UserId(String realm, String name) {
    private static final int MOST_CHARACTERS = 10_000;

    /** Checks the parts. */
    public UserId {
        if (name.isBlank()) {
            throw new IllegalArgumentException(
                    "a user id must not be blank: all such visitors would share one session");
        }
        if (realm.length() + name.length() > MOST_CHARACTERS) {
            throw new IllegalArgumentException("a user id must not be longer than " + MOST_CHARACTERS + " characters");
        }
    }

    /** A user of the application's own accounts (the empty realm). */
    public static UserId of(String name) {
        return new UserId("", name);
    }

    /** Says what it is without the id. */
    @Override
    public String toString() {
        return "UserId";
    }
}
