package dev.peruser;

import java.util.ArrayList;
import java.util.List;

/**
 * How large a session may become. Checked by {@link PerUser.Builder#build()}. A commit is checked before anything is
 * sent to the store; a refused commit leaves what was stored. A sign-in is never refused: what exceeds a limit is kept
 * in the {@link MergeReport}. Too deep a value is a {@link SessionDataException} when it is put; all else is a
 * {@link SessionLimitException} at the commit.
 *
 * @param attributeBytes most bytes of one attribute's stored form; default 262,144
 * @param sessionBytes most bytes of all attributes together; default 1,048,576
 * @param attributes most attributes; default 1,000
 * @param depth most levels of lists and maps in a value; default 100, at most 400
 */
public record Limits(int attributeBytes, int sessionBytes, int attributes, int depth) {
    private static final int GREATEST_DEPTH = 400;

    /** The default limits. */
    public static final Limits DEFAULT = new Limits(256 * 1024, 1024 * 1024, 1_000, 100);

    /** With another limit on one attribute's bytes. */
    public Limits withAttributeBytes(int bytes) {
        return new Limits(bytes, sessionBytes, attributes, depth);
    }

    /** With another limit on the bytes of all attributes together. */
    public Limits withSessionBytes(int bytes) {
        return new Limits(attributeBytes, bytes, attributes, depth);
    }

    /** With another limit on the number of attributes. */
    public Limits withAttributes(int number) {
        return new Limits(attributeBytes, sessionBytes, number, depth);
    }

    /** With another limit on the levels of a value. */
    public Limits withDepth(int levels) {
        return new Limits(attributeBytes, sessionBytes, attributes, levels);
    }

    /** What is wrong with the numbers, if anything. */
    public List<String> mistakes() {
        List<String> mistakes = new ArrayList<>();
        requireAtLeastOne("attribute-bytes", attributeBytes, mistakes);
        requireAtLeastOne("session-bytes", sessionBytes, mistakes);
        requireAtLeastOne("attributes", attributes, mistakes);
        requireAtLeastOne("depth", depth, mistakes);
        if (depth > GREATEST_DEPTH) {
            mistakes.add("peruser.limits.depth must be at most " + GREATEST_DEPTH + ", was " + depth);
        }
        return mistakes;
    }

    private static void requireAtLeastOne(String name, int value, List<String> mistakes) {
        if (value < 1) {
            mistakes.add("peruser.limits." + name + " must be at least 1, was " + value);
        }
    }
}
