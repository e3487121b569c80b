package dev.peruser.internal.session;

import dev.peruser.Attribute;
import dev.peruser.Limits;
import dev.peruser.SessionLimitException;
import java.util.Map;

/**
 * Refuses what would exceed the limits. A session that exceeds them already, because they were lowered, may still
 * shrink.
 */
public final class LimitCheck {
    private LimitCheck() {}

    public static void check(Limits limits, Map<String, byte[]> before, Map<String, byte[]> after) {
        after.forEach((name, bytes) -> {
            if (bytes.length <= limits.attributeBytes() || isReserved(name)) {
                return;
            }
            int present = before.getOrDefault(name, new byte[0]).length;
            if (bytes.length > present) {
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

    public static long size(Map<String, byte[]> attributes) {
        long size = 0;
        for (Map.Entry<String, byte[]> entry : attributes.entrySet()) {
            size += isReserved(entry.getKey()) ? 0 : entry.getKey().length() + entry.getValue().length;
        }
        return size;
    }

    public static long count(Map<String, byte[]> attributes) {
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
