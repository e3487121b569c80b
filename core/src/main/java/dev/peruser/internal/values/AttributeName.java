package dev.peruser.internal.values;

import static java.nio.charset.StandardCharsets.UTF_8;

/** What an attribute can be called. */
public final class AttributeName {
    /** What the names of PerUser's own attributes begin with. */
    public static final String RESERVED = "__peruser";

    private static final int LONGEST = 250;

    private AttributeName() {}

    public static String require(String name) {
        if (name.isEmpty() || name.length() > LONGEST) {
            throw new IllegalArgumentException("an attribute's name has 1 to " + LONGEST + " characters");
        }
        if (!UTF_8.newEncoder().canEncode(name)) {
            throw new IllegalArgumentException("an attribute's name must not hold half of a surrogate pair");
        }
        if (name.startsWith(RESERVED)) {
            throw new IllegalArgumentException("attribute names that start with " + RESERVED + " are PerUser's own");
        }
        return name;
    }
}
