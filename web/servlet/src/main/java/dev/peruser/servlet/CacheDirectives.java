package dev.peruser.servlet;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an answer's {@code Cache-Control} lines say together (RFC 9111, section 5.2). Immutable. */
final class CacheDirectives {
    private static final String PRIVATE = "private";
    private static final String NO_STORE = "no-store";
    private static final String NO_CACHE = "no-cache";
    private static final String MAX_AGE = "max-age";
    /** A cache that understands the status may take no notice of {@code no-store} then. */
    private static final String MUST_UNDERSTAND = "must-understand";

    private static final Pattern DIRECTIVE = Pattern.compile("\\s*(?<name>[!#$%&'*+.^_`|~0-9A-Za-z-]+)\\s*"
            + "(=\\s*(?<value>[!#$%&'*+.^_`|~0-9A-Za-z-]+|\"([^\"\\\\]|\\\\.)*\"))?\\s*");

    /** What lets a cache show an answer to others, or for longer than it says. */
    private static final Set<String> SHARING = Set.of("public", "s-maxage", "stale-while-revalidate", "stale-if-error");

    private record Directive(String name, String value) {
        boolean isQualified() {
            return !value.isEmpty();
        }

        String text() {
            return value.isEmpty() ? name : name + "=" + value;
        }
    }

    private final List<String> lines;
    private final List<Directive> directives = new ArrayList<>();

    CacheDirectives(Collection<String> lines) {
        this.lines = List.copyOf(lines);
        lines.forEach(line -> split(line).forEach(this::add));
    }

    /** At commas, but for those within quotes. */
    private static List<String> split(String line) {
        List<String> parts = new ArrayList<>();
        int begin = 0;
        boolean isQuoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (isQuoted && c == '\\') {
                i++;
            } else if (c == '"') {
                isQuoted = !isQuoted;
            } else if (c == ',' && !isQuoted) {
                parts.add(line.substring(begin, i));
                begin = i + 1;
            }
        }
        parts.add(line.substring(begin));
        return parts;
    }

    /** What is no directive is left out: a cache might read the rest of the line as part of it. */
    private void add(String part) {
        Matcher matcher = DIRECTIVE.matcher(part);
        if (matcher.matches()) {
            String value = matcher.group("value");
            directives.add(new Directive(matcher.group("name").toLowerCase(Locale.ROOT), value == null ? "" : value));
        }
    }

    /** Whether no shared cache may keep the answer. A list of fields after {@code private} leaves the body to all. */
    boolean arePrivate() {
        boolean isStored = !has(NO_STORE) || hasAny(MUST_UNDERSTAND);
        return has(PRIVATE) || !isStored;
    }

    /** Whether they say themselves that an answer may be kept. */
    boolean allowKeeping() {
        return directives.stream()
                .anyMatch(directive -> SHARING.contains(directive.name())
                        || (directive.name().equals(MAX_AGE)
                                && !directive.value().replace("\"", "").equals("0")));
    }

    /** Whether a cache has to ask before it gives the answer to anybody. */
    boolean askFirst() {
        return has(NO_CACHE);
    }

    private boolean has(String name) {
        return directives.stream().anyMatch(directive -> directive.name().equals(name) && !directive.isQualified());
    }

    private boolean hasAny(String name) {
        return directives.stream().anyMatch(directive -> directive.name().equals(name));
    }

    /** What to send instead, so that the answer is the visitor's own: the same if it is already. */
    String madePrivate() {
        Set<String> kept = new LinkedHashSet<>();
        if (!arePrivate()) {
            kept.add(PRIVATE); // first, so that nothing malformed can hide it
        }
        for (Directive directive : directives) {
            if (directive.name().equals(PRIVATE)) {
                kept.add(PRIVATE);
            } else if (directive.name().equals(NO_CACHE)) {
                kept.add(NO_CACHE);
            } else if (!SHARING.contains(directive.name())) {
                kept.add(directive.text());
            }
        }
        return isUnchanged() ? lines.get(0) : String.join(", ", kept);
    }

    private boolean isUnchanged() {
        long parts = lines.stream().mapToLong(line -> split(line).size()).sum();
        return lines.size() == 1
                && arePrivate()
                && parts == directives.size()
                && directives.stream()
                        .noneMatch(directive -> SHARING.contains(directive.name())
                                || (directive.isQualified()
                                        && (directive.name().equals(PRIVATE)
                                                || directive.name().equals(NO_CACHE))));
    }
}
