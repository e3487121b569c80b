package dev.peruser.spring.actuate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes the values out of an export: names, times and states stay. What is not known to be one of these is taken out,
 * so that nothing shows by itself that an export gets one day.
 */
final class Redaction {
    private static final String REDACTED = "******";

    private static final Set<String> SHOWN = Set.of(
            "format",
            "exportedAt",
            "keptIn",
            "state",
            "createdAt",
            "expiresAt",
            "isExpired",
            "lastSavedAt",
            "erasedBeforeAt",
            "expirySetAt",
            "rememberedUntil",
            "isCopyLeft",
            "at",
            "attribute",
            "outcome");

    /** Objects, and lists of them, with fields of their own. */
    private static final Set<String> PARTS =
            Set.of("session", "pending", "mergeReports", "entries", "absorbed", "undecided", "ofGuest");

    /** Objects whose fields are attributes, each an object itself. */
    private static final Set<String> ATTRIBUTES = Set.of("attributes", "merged", "before");

    private Redaction() {}

    static Map<String, @Nullable Object> of(Map<String, @Nullable Object> export) {
        return fields(export);
    }

    private static Map<String, @Nullable Object> fields(Map<?, ?> object) {
        Map<String, @Nullable Object> redacted = new LinkedHashMap<>();
        object.forEach((name, content) -> redacted.put(String.valueOf(name), field(String.valueOf(name), content)));
        return redacted;
    }

    private static @Nullable Object field(String name, @Nullable Object content) {
        if (SHOWN.contains(name)) {
            return content;
        }
        if (PARTS.contains(name)) {
            return part(content);
        }
        return ATTRIBUTES.contains(name) && content instanceof Map<?, ?> attributes ? each(attributes) : REDACTED;
    }

    private static Object part(@Nullable Object content) {
        if (content instanceof List<?> list) {
            return list.stream().map(Redaction::part).toList();
        }
        return content instanceof Map<?, ?> object ? fields(object) : REDACTED;
    }

    private static Map<String, @Nullable Object> each(Map<?, ?> attributes) {
        Map<String, @Nullable Object> redacted = new LinkedHashMap<>();
        attributes.forEach((name, attribute) -> redacted.put(String.valueOf(name), part(attribute)));
        return redacted;
    }
}
