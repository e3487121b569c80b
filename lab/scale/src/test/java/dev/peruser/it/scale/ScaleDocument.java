package dev.peruser.it.scale;

import dev.peruser.it.scale.Plan.Line;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The tables of docs/evidence/scale.md, each between a comment with its name and one that ends it. */
final class ScaleDocument {
    private ScaleDocument() {}

    static void write(Path document, Path figures) throws IOException {
        Files.writeString(document, withTables(Files.readString(document), tables(figures)));
    }

    /** By their names. */
    static Map<String, List<String>> tables(Path folder) throws IOException {
        Map<String, List<String>> tables = new LinkedHashMap<>();
        Figures redis = Figures.read(folder.resolve("redis.properties"));
        Figures postgres = Figures.read(folder.resolve("postgresql.properties"));
        tables.put("measured-redis", Tables.measured(redis));
        tables.put("predicted-redis", Tables.predicted(redis));
        tables.put("plan-redis", plan(redisPlan(redis, 0), redisPlan(redis, Plan.HITS)));
        tables.put("measured-postgresql", Tables.measured(postgres));
        tables.put("predicted-postgresql", Tables.predicted(postgres));
        tables.put("plan-postgresql", plan(postgresPlan(postgres, 0), postgresPlan(postgres, Plan.HITS)));
        return tables;
    }

    private static List<Line> redisPlan(Figures figures, double hits) {
        return Plan.redis(figures.last(), figures.last().get("fragmentation"), Demand.ofTheDocument(hits));
    }

    private static List<Line> postgresPlan(Figures figures, double hits) {
        return Plan.postgres(figures.last(), Demand.ofTheDocument(hits));
    }

    /** The same lines without and with a near cache. */
    private static List<String> plan(List<Line> without, List<Line> with) {
        List<String> rows = new ArrayList<>();
        rows.add("| | without a near cache | | with one | |");
        rows.add("|---|---|---:|---|---:|");
        for (Line line : with) {
            Line other = without.stream()
                    .filter(each -> each.what().equals(line.what()))
                    .findFirst()
                    .orElse(new Line(line.what(), "", 0, "0"));
            rows.add("| %s | %s | %s | %s | %s |"
                    .formatted(
                            line.what(),
                            other.arithmetic(),
                            other.result(),
                            line.arithmetic().equals(other.arithmetic()) ? "the same" : line.arithmetic(),
                            line.result()));
        }
        return rows;
    }

    /**
     * Puts tables where their names are.
     *
     * @throws IllegalArgumentException if a place is missing
     */
    static String withTables(String text, Map<String, List<String>> tables) {
        String result = text;
        for (Map.Entry<String, List<String>> table : tables.entrySet()) {
            Pattern place = Pattern.compile(
                    "(<!-- scale:" + Pattern.quote(table.getKey()) + " -->\n).*?(<!-- end -->)", Pattern.DOTALL);
            Matcher found = place.matcher(result);
            if (!found.find()) {
                throw new IllegalArgumentException("the document has no place for " + table.getKey());
            }
            String rows = "\n" + String.join("\n", table.getValue()) + "\n\n";
            result = result.substring(0, found.end(1)) + rows + result.substring(found.start(2));
        }
        return result;
    }
}
