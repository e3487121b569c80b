package dev.peruser;

import static java.nio.charset.StandardCharsets.UTF_8;

/** What an attribute can be called. */
final class AttributeName {
    private static final int LONGEST = 250;

    private AttributeName() {}

    static String require(String name) {
        if (name.isEmpty() || name.length() > LONGEST) {
            throw new IllegalArgumentException("an attribute's name has 1 to " + LONGEST + " characters");
        }
        if (!UTF_8.newEncoder().canEncode(name)) {
            throw new IllegalArgumentException("an attribute's name must not hold half of a surrogate pair");
        }
        if (name.startsWith(Attribute.RESERVED)) {
            throw new IllegalArgumentException(
                    "attribute names that start with " + Attribute.RESERVED + " are PerUser's own");
        }
        return name;
    }
}
