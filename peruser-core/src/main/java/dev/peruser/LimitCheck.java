package dev.peruser;

import java.util.Map;

/**
 * Refuses what would exceed the limits. A session that exceeds them already, because they were lowered, may still
 * shrink.
 */
final class LimitCheck {
    private LimitCheck() {}

    static void check(Limits limits, Map<String, byte[]> before, Map<String, byte[]> after) {
        after.forEach((name, bytes) -> {
            int present = before.getOrDefault(name, new byte[0]).length;
            if (bytes.length > limits.attributeBytes() && !isReserved(name) && bytes.length > present) {
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

    static long size(Map<String, byte[]> attributes) {
        return attributes.entrySet().stream()
                .filter(entry -> !isReserved(entry.getKey()))
                .mapToLong(entry -> entry.getKey().length() + entry.getValue().length)
                .sum();
    }

    static long count(Map<String, byte[]> attributes) {
        return attributes.keySet().stream().filter(name -> !isReserved(name)).count();
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
