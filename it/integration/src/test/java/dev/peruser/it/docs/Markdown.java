package dev.peruser.it.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One of the repository's documents, as far as its tests look into it.
 *
 * @param path where it is
 * @param lines its lines
 */
record Markdown(Path path, List<String> lines) {
    private static final Pattern FENCE = Pattern.compile("```(\\w*)");
    private static final Pattern COMMENT = Pattern.compile("<!-- (\\w+):(\\S+) -->");
    private static final Pattern HEADING = Pattern.compile("#+ (.*)");
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");

    /** A fenced block, and the comment before it, which says where it comes from. */
    record Block(String language, String marker, int line, List<String> text) {
        /** What the comment says after a word and a colon. */
        Optional<String> from(String kind) {
            return marker.startsWith(kind + ":") ? Optional.of(marker.substring(kind.length() + 1)) : Optional.empty();
        }
    }

    static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("mvnw"))) {
            folder = Optional.ofNullable(folder.getParent()).orElseThrow();
        }
        return folder;
    }

    static List<Markdown> all() {
        try (Stream<Path> top = Files.list(root());
                Stream<Path> docs = Files.walk(root().resolve("docs"));
                Stream<Path> examples = Files.walk(root().resolve("examples"), 2)) {
            return Stream.of(top, docs, examples, Stream.of(root().resolve("lab/README.md")))
                    .flatMap(paths -> paths)
                    .filter(path -> path.toString().endsWith(".md"))
                    .sorted()
                    .map(Markdown::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Markdown read(Path path) {
        try {
            return new Markdown(path, Files.readAllLines(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String name() {
        return root().relativize(path).toString();
    }

    List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            Matcher fence = FENCE.matcher(lines.get(i).strip());
            if (fence.matches()) {
                int start = i + 1;
                do {
                    i++;
                } while (!lines.get(i).strip().equals("```"));
                Matcher comment = COMMENT.matcher(start < 2 ? "" : lines.get(start - 2));
                String marker = comment.matches() ? comment.group(1) + ":" + comment.group(2) : "";
                blocks.add(new Block(fence.group(1), marker, start, lines.subList(start, i)));
            }
        }
        return blocks;
    }

    /** Lines outside of fenced blocks. */
    List<String> prose() {
        List<String> prose = new ArrayList<>();
        boolean isInside = false;
        for (String line : lines) {
            if (line.strip().startsWith("```")) {
                isInside = !isInside;
            } else if (!isInside) {
                prose.add(line);
            }
        }
        return prose;
    }

    /** What stands under a heading, up to the next one. */
    Markdown section(String heading) {
        int start = lines.indexOf(heading) + 1;
        int end = start;
        boolean isInside = false;
        while (end < lines.size() && (isInside || !lines.get(end).startsWith("#"))) {
            isInside ^= lines.get(end).startsWith("```");
            end++;
        }
        return new Markdown(path, lines.subList(start, end));
    }

    List<String> links() {
        return prose().stream()
                .flatMap(line -> LINK.matcher(line).results())
                .map(result -> result.group(1))
                .toList();
    }

    /** The names by which headings can be linked to. */
    List<String> anchors() {
        return prose().stream()
                .map(HEADING::matcher)
                .filter(Matcher::matches)
                .map(heading -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9 _-]", "")
                        .replace(' ', '-'))
                .toList();
    }

    /** The cells of a table behind a comment {@code table:name}, code marks left out, without the head. */
    List<List<String>> table(String name) {
        int start = lines.indexOf("<!-- table:" + name + " -->");
        if (start < 0) {
            throw new IllegalStateException("no table " + name + " in " + name());
        }
        List<List<String>> rows = new ArrayList<>();
        for (int i = start + 3; i < lines.size() && lines.get(i).startsWith("|"); i++) {
            rows.add(cells(lines.get(i)));
        }
        return rows;
    }

    static List<String> cells(String row) {
        String inner = row.strip().replaceAll("^\\||\\|$", "");
        return Arrays.stream(inner.split(" \\| ?", -1))
                .map(cell -> cell.strip().replaceAll("^`(.*)`$", "$1"))
                .toList();
    }
}
