package dev.peruser.it.scale;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What was measured, at each number of stored sessions.
 *
 * @param facts where and when
 * @param steps figures by their names, by the number of sessions
 */
record Figures(Map<String, String> facts, TreeMap<Integer, Map<String, Double>> steps) {
    private static final String FACT = "fact.";

    /** Figures at one number of sessions. */
    Step at(int sessions) {
        return new Step(sessions, Map.copyOf(steps.getOrDefault(sessions, Map.of())));
    }

    Step last() {
        return at(steps.lastKey());
    }

    /** What the last ones are predicted from: those before. */
    Step basis() {
        Integer before = steps.lowerKey(steps.lastKey());
        return at(before == null ? steps.lastKey() : before);
    }

    /** All, in order. */
    List<Step> all() {
        return steps.keySet().stream().map(this::at).toList();
    }

    String fact(String name) {
        return facts.getOrDefault(name, "");
    }

    static Figures read(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        Figures figures = new Figures(new TreeMap<>(), new TreeMap<>());
        for (String name : properties.stringPropertyNames()) {
            String value = properties.getProperty(name);
            if (name.startsWith(FACT)) {
                figures.facts.put(name.substring(FACT.length()), value);
            } else {
                int dot = name.indexOf('.');
                figures.steps
                        .computeIfAbsent(Integer.parseInt(name.substring(0, dot)), sessions -> new TreeMap<>())
                        .put(name.substring(dot + 1), Double.parseDouble(value));
            }
        }
        return figures;
    }

    void write(Path file) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("# Written by lab/scale/run --record.");
        new TreeMap<>(facts).forEach((name, value) -> lines.add(FACT + name + "=" + value));
        steps.forEach((sessions, figures) -> new TreeMap<>(figures)
                .forEach((name, value) -> lines.add(sessions + "." + name + "=" + shortened(value))));
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(file, lines);
    }

    private static String shortened(double value) {
        return String.format(Locale.ROOT, "%.6g", value);
    }

    /**
     * Figures at one number of stored sessions.
     *
     * @param sessions how many
     * @param figures by name
     */
    record Step(int sessions, Map<String, Double> figures) {
        double get(String name) {
            Double value = figures.get(name);
            if (value == null) {
                throw new IllegalArgumentException("not measured: " + name);
            }
            return value;
        }

        double get(String name, double otherwise) {
            return figures.getOrDefault(name, otherwise);
        }

        /** Bytes of a session, all parts. */
        double bytes() {
            return parts().values().stream().mapToDouble(Double::doubleValue).sum();
        }

        /** Bytes of a session by part. */
        Map<String, Double> parts() {
            return figures.entrySet().stream()
                    .filter(entry -> entry.getKey().startsWith("size."))
                    .collect(Collectors.toMap(
                            entry -> entry.getKey().substring("size.".length()),
                            Map.Entry::getValue,
                            Double::sum,
                            TreeMap::new));
        }

        /** Pages of all parts. */
        double pages() {
            return sessions * bytes() / PageImages.PAGE;
        }

        /** The pages that an operation touches. */
        double touches(String operation) {
            double operations = get(operation + ".operations");
            return PageImages.touches(pages(), get(operation + ".images", 0) * operations) / operations;
        }
    }
}
