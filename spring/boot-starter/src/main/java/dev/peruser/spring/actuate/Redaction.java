package dev.peruser.spring.actuate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Takes the values out of an export: names, times and states stay. */
final class Redaction {
    private static final String REDACTED = "******";
    private static final Set<String> SECRET = Set.of("value", "unreadable", "guest", "user");

    private Redaction() {}

    static Map<String, @Nullable Object> of(Map<String, @Nullable Object> export) {
        Map<String, @Nullable Object> redacted = new LinkedHashMap<>();
        export.forEach((name, content) -> redacted.put(name, part(name, content)));
        return redacted;
    }

    private static @Nullable Object part(String name, @Nullable Object content) {
        return switch (name) {
            case "session" -> session(content);
            case "pending" -> each(content, Redaction::session);
            default -> content;
        };
    }

    private static @Nullable Object session(@Nullable Object content) {
        Map<Object, @Nullable Object> redacted = new LinkedHashMap<>();
        if (content instanceof Map<?, ?> session) {
            session.forEach((name, part) -> redacted.put(
                    String.valueOf(name),
                    switch (String.valueOf(name)) {
                        case "attributes" -> attributes(part);
                        case "mergeReports" -> each(part, Redaction::report);
                        case "unknownFields" -> REDACTED;
                        default -> part;
                    }));
        }
        return redacted;
    }

    private static Object attributes(@Nullable Object content) {
        Map<String, @Nullable Object> redacted = new LinkedHashMap<>();
        if (content instanceof Map<?, ?> attributes) {
            attributes.forEach((name, attribute) -> redacted.put(String.valueOf(name), withoutSecrets(attribute)));
        }
        return redacted;
    }

    private static Object report(@Nullable Object content) {
        Map<String, @Nullable Object> redacted = new LinkedHashMap<>();
        if (content instanceof Map<?, ?> report) {
            report.forEach((name, part) -> redacted.put(
                    String.valueOf(name), name.equals("entries") ? each(part, Redaction::withoutSecrets) : part));
        }
        return redacted;
    }

    private static Object withoutSecrets(@Nullable Object content) {
        Map<String, @Nullable Object> redacted = new LinkedHashMap<>();
        if (content instanceof Map<?, ?> map) {
            map.forEach((name, part) ->
                    redacted.put(String.valueOf(name), SECRET.contains(String.valueOf(name)) ? REDACTED : part));
        }
        return redacted;
    }

    private static Object each(@Nullable Object content, Function<@Nullable Object, @Nullable Object> work) {
        List<@Nullable Object> redacted = new ArrayList<>();
        if (content instanceof List<?> list) {
            list.forEach(one -> redacted.add(work.apply(one)));
        }
        return redacted;
    }
}
