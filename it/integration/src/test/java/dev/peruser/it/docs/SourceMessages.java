package dev.peruser.it.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What sources say in words: their string literals, of which those that {@code +} joins are one. Comments and
 * characters are passed over. Reads Java, and the Kotlin that PerUser has.
 */
final class SourceMessages {
    private static final int FEWEST_BLANKS = 3;

    private final String source;
    private final List<String> literals = new ArrayList<>();
    /** The literal that may go on behind a {@code +}; null if there is none. */
    private String joined;

    private boolean isAfterPlus;
    private int at;

    private SourceMessages(String source) {
        this.source = source;
    }

    /** All literals, in their order, as {@link #normal} makes them. */
    static List<String> literals(String source) {
        return new SourceMessages(source).read();
    }

    /** Those of all sources below a folder. */
    static List<String> literalsBelow(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().matches(".*\\.(java|kt)"))
                    .sorted()
                    .flatMap(file -> literals(text(file)).stream())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether it has enough words to be looked for. */
    static boolean isSentence(String literal) {
        return literal.chars().filter(character -> character == ' ').count() >= FEWEST_BLANKS
                && literal.matches(".*[a-z]{3}.*");
    }

    /** White space is one blank, and what is filled in is an ellipsis. */
    static String normal(String text) {
        return text.replace("%n", " ")
                .replaceAll("%[-,.\\d]*[a-z]", "…")
                .replace("{}", "…")
                .replaceAll("\\s+", " ");
    }

    private List<String> read() {
        while (at < source.length()) {
            if (source.startsWith("//", at)) {
                at = endOf("\n", at);
            } else if (source.startsWith("/*", at)) {
                at = endOf("*/", at + 2);
            } else if (source.startsWith("\"\"\"", at)) {
                int end = endOf("\"\"\"", at + 3);
                add(source.substring(at + 3, end - 3));
                at = end;
            } else if (source.charAt(at) == '"') {
                add(quoted('"'));
            } else if (source.charAt(at) == '\'') {
                quoted('\'');
                endJoined();
            } else {
                code(source.charAt(at++));
            }
        }
        endJoined();
        return literals;
    }

    private void code(char character) {
        if (character == '+' && joined != null && !isAfterPlus) {
            isAfterPlus = true;
        } else if (!Character.isWhitespace(character)) {
            endJoined();
        }
    }

    private void add(String literal) {
        if (joined != null && !isAfterPlus) {
            endJoined();
        }
        joined = joined == null ? literal : joined + literal;
        isAfterPlus = false;
    }

    private void endJoined() {
        if (joined != null) {
            literals.add(normal(joined));
        }
        joined = null;
        isAfterPlus = false;
    }

    /** What is between two quotation marks, the first of which is here. */
    private String quoted(char mark) {
        StringBuilder text = new StringBuilder();
        for (at++; source.charAt(at) != mark; at++) {
            if (source.charAt(at) == '\\') {
                at++;
                text.append(source.charAt(at) == 'n' ? '\n' : source.charAt(at));
            } else {
                text.append(source.charAt(at));
            }
        }
        at++;
        return text.toString();
    }

    private int endOf(String mark, int from) {
        int begin = source.indexOf(mark, from);
        return begin < 0 ? source.length() : begin + mark.length();
    }
}
