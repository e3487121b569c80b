package dev.peruser.benchmarks.sidebyside;

import dev.peruser.benchmarks.report.Quartiles;
import dev.peruser.benchmarks.report.Results;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The tables, ratios first, and the figures as CSV. */
final class Report {
    private final Measurements results;
    private final Options options;
    private final StringBuilder text = new StringBuilder();

    Report(Measurements results, Options options) {
        this.results = results;
        this.options = options;
        text.append(machine()).append("\n");
        for (Stores.Kind store : options.stores()) {
            text.append("\n### ").append(store.title()).append("\n");
            for (Threads threads : options.threads()) {
                ratios(store, threads);
            }
            details(store, options.threads().get(0));
        }
    }

    String text() {
        return text.toString();
    }

    private String machine() {
        return String.format(
                Locale.ROOT,
                "%s; %d rounds of %s s, %d people; medians, in brackets the quartiles.",
                Results.circumstances(),
                options.rounds(),
                options.seconds(),
                options.people());
    }

    /** Requests a second of PerUser to those of the others. */
    private void ratios(Stores.Kind store, Threads threads) {
        List<List<String>> columns = new ArrayList<>();
        columns.add(List.of(Stores.PERUSER, Stores.RAW, "of the raw calls"));
        columns.add(List.of(Stores.PERUSER, Stores.SPRING, "× Spring Session"));
        columns.add(List.of(Stores.PERUSER_FILTER, Stores.SPRING_FILTER, "both with their filters"));
        if (store == Stores.Kind.REDIS) {
            columns.add(List.of(Stores.PERUSER, Stores.SPRING_INDEXED, "× its indexed repository"));
            columns.add(List.of(Stores.PERUSER_NEAR, Stores.RAW_WARM, "near cache: of the raw write"));
            columns.add(List.of(Stores.PERUSER_NEAR, Stores.SPRING, "near cache: × Spring Session"));
            columns.add(
                    List.of(Stores.PERUSER_NEAR_FILTER, Stores.SPRING_FILTER, "near cache: both with their filters"));
        }
        text.append("\n| ").append(threads).append(" | raw calls a second |");
        columns.forEach(column -> text.append(" ").append(column.get(2)).append(" |"));
        text.append("\n|---|---:|").append("---:|".repeat(columns.size())).append("\n");
        for (Case kind :
                options.cases().stream().filter(each -> each.isFor(threads)).toList()) {
            text.append("| ").append(kind).append(" ").append(kind.title()).append(" | ");
            text.append(number(results.spread(store, kind, threads, Stores.RAW, Round::perSecond)
                    .median()));
            text.append(" |");
            for (List<String> column : columns) {
                text.append(" ").append(ratio(results.ratio(store, kind, threads, column.get(0), column.get(1))));
                text.append(" |");
            }
            text.append("\n");
        }
    }

    /** What a request costs each of them. */
    private void details(Stores.Kind store, Threads threads) {
        text.append("\n| ").append(threads);
        text.append(" | by | a second | commands | bytes to the server | from it | CPU, µs | allocated, KB |\n");
        text.append("|---|---|---:|---:|---:|---:|---:|---:|\n");
        for (Case kind : options.cases()) {
            for (Measurements.Key key : results.rounds().keySet()) {
                if (key.store() == store && key.kind() == kind && key.threads().equals(threads)) {
                    Subject.Traffic traffic = results.traffic(store, kind, key.subject());
                    text.append("| ").append(kind).append(" | ").append(key.subject());
                    cell(number(spread(key, Round::perSecond)));
                    cell(number(traffic.commands()));
                    cell(number(traffic.sent()));
                    cell(number(traffic.received()));
                    cell(number(spread(key, Round::cpuMicros)));
                    cell(number(spread(key, Round::allocated) / 1_000));
                    text.append(" |\n");
                }
            }
        }
    }

    private double spread(Measurements.Key key, java.util.function.ToDoubleFunction<Round> figure) {
        return results.spread(key.store(), key.kind(), key.threads(), key.subject(), figure)
                .median();
    }

    private void cell(String content) {
        text.append(" | ").append(content);
    }

    private static String ratio(Quartiles spread) {
        return Double.isNaN(spread.median())
                ? ""
                : two(spread.median()) + " (" + two(spread.lower()) + "–" + two(spread.upper()) + ")";
    }

    private static String two(double number) {
        return String.format(Locale.ROOT, number < 10 ? "%.2f" : "%.0f", number);
    }

    private static String number(double number) {
        if (Double.isNaN(number)) {
            return "";
        }
        return String.format(Locale.ROOT, number < 10 ? "%.1f" : "%,.0f", number);
    }

    /** As CSV always, into the document if that was asked for. */
    void write() {
        List<String> lines = new ArrayList<>();
        lines.add("store,case,threads,by,round,requests,per_second,cpu_micros,allocated_bytes,commands,bytes_sent,"
                + "bytes_received");
        results.rounds().forEach((key, rounds) -> {
            Subject.Traffic traffic = results.traffic(key.store(), key.kind(), key.subject());
            for (int i = 0; i < rounds.size(); i++) {
                Round round = rounds.get(i);
                lines.add(String.format(
                        Locale.ROOT,
                        "%s,%s,%s,\"%s\",%d,%d,%.1f,%.2f,%.0f,%.2f,%.0f,%.0f",
                        key.store(),
                        key.kind(),
                        key.threads(),
                        key.subject(),
                        i,
                        round.requests(),
                        round.perSecond(),
                        round.cpuMicros(),
                        round.allocated(),
                        traffic.commands(),
                        traffic.sent(),
                        traffic.received()));
            }
        });
        Results.write("side-by-side.csv", lines);
        if (options.isRecorded()) {
            Results.show(
                    Results.DOCUMENT, "side-by-side", text.toString().lines().toList());
        }
    }
}
