package dev.peruser.it.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * docs/reference/messages.md has what PerUser's main code says, and nothing else. A piece of a message is a string
 * literal, or several that {@code +} joins, with at least four words.
 */
class MessagesIT {
    private static final List<String> MODULES = List.of(
            "core",
            "web/servlet",
            "stores/jdbc",
            "stores/redis",
            "stores/near-cache",
            "stores/migration",
            "stores/migration-command",
            "spring/boot-starter",
            "testing/test",
            "kotlin");
    private static final String NO_WORDS = "no words for people";
    private static final String OF_A_SERVER = "what a server says";
    private static final String OF_AN_ACTION =
            "what a store was about to do, in the middle of a message that has a row";
    private static final String A_NAME = "a name: of a thread, an order of requests, an object";

    /** Literals that are no messages, and why. */
    private static final Map<Pattern, String> NO_MESSAGES = Map.ofEntries(
            Map.entry(
                    Pattern.compile(
                            "\\s?\\(?(SELECT|WHERE|WITH|AND|SET|session_key)\\b.*[=?(_].*|SELECT .*|CAST\\(.*|.* utf8mb4.*"),
                    "SQL"),
            Map.entry(Pattern.compile(" java\\.lang\\.Object .*"), NO_WORDS),
            Map.entry(Pattern.compile("\\(\\?i\\).*"), NO_WORDS),
            Map.entry(Pattern.compile("\\[.* left"), NO_WORDS),
            Map.entry(Pattern.compile("peruser: (one|the) guest token .*"), NO_WORDS),
            Map.entry(
                    Pattern.compile("\\s?Moves all sessions from one PerUser store to another\\. .*"),
                    "the help of the command, of which the page has the beginning"),
            Map.entry(Pattern.compile("can't (run this command|access at least one of the keys)"), OF_A_SERVER),
            Map.entry(Pattern.compile("max number of clients"), OF_A_SERVER),
            Map.entry(Pattern.compile("(load|create|save) a user's session|make its table ready"), OF_AN_ACTION),
            Map.entry(Pattern.compile("peruser session store (deadlines|first use|changes|connections)"), A_NAME),
            Map.entry(
                    Pattern.compile("the session of the current request|StoredSession\\[| attributes, counter "),
                    A_NAME),
            Map.entry(Pattern.compile("(the first|the second) request, then the (first|second)"), A_NAME),
            Map.entry(Pattern.compile("at the same time, the (first|second) saves first"), A_NAME),
            Map.entry(Pattern.compile("the file that was just opened"), A_NAME));

    /** Descriptions of metrics, which docs/operate/operations.md explains. */
    private static final String METRICS = "spring/boot-starter/src/main/java/dev/peruser/spring/actuate/Meters.java";

    private final List<String> literals = MODULES.stream()
            .flatMap(module -> SourceMessages.literalsBelow(Markdown.root().resolve(module + "/src/main")).stream())
            .toList();
    private final List<String> rows = rows();

    @Test
    void eachMessageOfTheSources_isOnThePage() {
        List<String> metrics = SourceMessages.literalsBelow(Markdown.root().resolve(METRICS));
        List<String> pieces = literals.stream()
                .filter(SourceMessages::isSentence)
                .filter(Predicate.not(MessagesIT::isNoMessage))
                .filter(Predicate.not(metrics::contains))
                .map(String::strip)
                .distinct()
                .toList();
        assertThat(pieces).hasSizeGreaterThan(400);
        assertThat(pieces.stream()
                        .filter(piece -> rows.stream().noneMatch(row -> row.contains(piece)))
                        .toList())
                .as("missing in docs/reference/messages.md")
                .isEmpty();
    }

    @Test
    void eachMessageOfThePage_isInTheSources() {
        String sources = String.join("\n", literals);
        List<String> stale = new ArrayList<>();
        for (String row : rows) {
            List<String> parts = Stream.of(row.split("…")).map(String::strip).toList();
            String longest = parts.stream().reduce("", (one, other) -> other.length() > one.length() ? other : one);
            if (parts.stream()
                    .filter(part -> part.equals(longest) || SourceMessages.isSentence(part))
                    .anyMatch(part -> part.length() < 8 || !sources.contains(part))) {
                stale.add(row);
            }
        }
        assertThat(rows).hasSizeGreaterThan(300);
        assertThat(stale).as("no longer in the sources").isEmpty();
    }

    @Test
    void whatIsNoMessage_isStillThere() {
        assertThat(NO_MESSAGES.keySet())
                .allMatch(pattern -> literals.stream()
                        .anyMatch(literal -> pattern.matcher(literal).matches()));
    }

    private static boolean isNoMessage(String literal) {
        return NO_MESSAGES.keySet().stream()
                .anyMatch(pattern -> pattern.matcher(literal).matches());
    }

    /** The messages of all tables but the first, which has classes; of a cell each line is one. */
    private static List<String> rows() {
        List<String> messages = new ArrayList<>();
        boolean isTable = false;
        for (String line : Markdown.read(Markdown.root().resolve("docs/reference/messages.md"))
                .lines()) {
            isTable = line.equals("| it says | what to do |") || (isTable && line.startsWith("|"));
            if (isTable && !line.startsWith("| it says |") && !line.startsWith("|---")) {
                List<String> cells = Markdown.cells(line);
                assertThat(cells).as(line).hasSize(2).noneMatch(String::isBlank);
                Stream.of(cells.get(0).split("<br>")).map(MessagesIT::plain).forEach(messages::add);
            }
        }
        return messages;
    }

    /** Without the backslashes that keep a sign from being Markdown's. */
    private static String plain(String cell) {
        return SourceMessages.normal(cell.replaceAll("\\\\([|*_<>\\[\\]`])", "$1"));
    }
}
