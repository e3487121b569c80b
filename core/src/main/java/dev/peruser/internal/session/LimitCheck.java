package dev.peruser.internal.session;

import dev.peruser.Attribute;
import dev.peruser.Limits;
import dev.peruser.SessionLimitException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Refuses what would exceed the limits. A session that exceeds them already, because they were lowered, may still
 * shrink.
 */
public final class LimitCheck {
    private LimitCheck() {}

    public static void check(Limits limits, Map<String, byte[]> before, Map<String, byte[]> after) {
        after.forEach((name, bytes) -> {
            if (!isReserved(name) && isTooLarge(limits, before.get(name), bytes)) {
                throw new SessionLimitException("attribute '" + name + "' would have " + bytes.length
                        + " bytes, the limit is " + limits.attributeBytes()
                        + " (peruser.limits.attribute-bytes); nothing was saved");
            }
        });
        long size = size(after);
        if (size > limits.sessionBytes() && size > size(before)) {
            throw new SessionLimitException("with " + largest(after) + " the session would have " + size
                    + " bytes, the limit is " + limits.sessionBytes()
                    + " (peruser.limits.session-bytes); nothing was saved");
        }
        long count = count(after);
        if (count > limits.attributes() && count > count(before)) {
            throw new SessionLimitException("the session would have " + count + " attributes, the limit is "
                    + limits.attributes() + " (peruser.limits.attributes); nothing was saved");
        }
    }

    /** Whether an attribute is larger than one may be, and larger than before. */
    private static boolean isTooLarge(Limits limits, byte @Nullable [] before, byte[] after) {
        return after.length > limits.attributeBytes() && grows(before, after);
    }

    private static boolean grows(byte @Nullable [] before, byte[] after) {
        return before == null || after.length > before.length;
    }

    /** What a merge made of a session, of which attributes can be taken back. Not safe for use by many threads. */
    public static final class Merged {
        private final Limits limits;
        private long size;
        private long count;

        public Merged(Limits limits, Map<String, byte[]> merged) {
            this.limits = limits;
            this.size = size(merged);
            this.count = count(merged);
        }

        /** Whether an attribute exceeds a limit, or has grown in a session that does. */
        public boolean exceeds(byte @Nullable [] before, byte[] after) {
            return isTooLarge(limits, before, after)
                    || (grows(before, after) && (size > limits.sessionBytes() || count > limits.attributes()));
        }

        /** An attribute is as it was before the merge. */
        public void takenBack(String name, byte @Nullable [] before, byte[] after) {
            if (!isReserved(name)) {
                size += before == null ? -name.length() - after.length : before.length - after.length;
                count -= before == null ? 1 : 0;
            }
        }
    }

    private static long size(Map<String, byte[]> attributes) {
        long size = 0;
        for (Map.Entry<String, byte[]> entry : attributes.entrySet()) {
            size += isReserved(entry.getKey()) ? 0 : entry.getKey().length() + entry.getValue().length;
        }
        return size;
    }

    private static long count(Map<String, byte[]> attributes) {
        long count = 0;
        for (String name : attributes.keySet()) {
            count += isReserved(name) ? 0 : 1;
        }
        return count;
    }

    private static String largest(Map<String, byte[]> attributes) {
        return attributes.entrySet().stream()
                .max((one, other) -> Integer.compare(one.getValue().length, other.getValue().length))
                .map(entry -> "attribute '" + entry.getKey() + "' (the largest, " + entry.getValue().length + " bytes)")
                .orElse("this");
    }

    private static boolean isReserved(String name) {
        return name.startsWith(Attribute.RESERVED);
    }
}
