package dev.peruser.benchmarks.http;

import dev.peruser.benchmarks.report.Quartiles;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What all rounds found. */
final class HttpFigures {
    private final List<Round> rounds = new ArrayList<>();
    private final Map<HttpCase, Map<ShopKind, Double>> trips = new EnumMap<>(HttpCase.class);

    /**
     * What one case of one application did in one round.
     *
     * @param rate requests a second
     * @param processorMicros of the server's process for each request
     * @param commands Redis carried out for each request, with those in scripts
     */
    record Round(int number, HttpCase what, ShopKind kind, double rate, double processorMicros, double commands) {}

    void add(Round round) {
        rounds.add(round);
    }

    /** How often Redis is asked in each request. */
    void addTrips(HttpCase what, ShopKind kind, double count) {
        trips.computeIfAbsent(what, unused -> new EnumMap<>(ShopKind.class)).put(kind, count);
    }

    private List<Round> of(HttpCase what, ShopKind kind) {
        return rounds.stream()
                .filter(round -> round.what() == what && round.kind() == kind)
                .toList();
    }

    private Quartiles of(HttpCase what, ShopKind kind, ToDoubleFunction<Round> figure) {
        return Quartiles.of(of(what, kind).stream().mapToDouble(figure).toArray());
    }

    /** How many times as fast as another, round by round. */
    Quartiles ratio(HttpCase what, ShopKind kind, ShopKind other) {
        List<Round> ours = of(what, kind);
        List<Round> theirs = of(what, other);
        double[] ratios = new double[ours.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = ours.get(i).rate() / theirs.get(i).rate();
        }
        return Quartiles.of(ratios);
    }

    private String ratioText(HttpCase what, ShopKind kind, ShopKind other) {
        return of(what, other).isEmpty()
                ? "not run"
                : String.format(Locale.ROOT, "%.2f", ratio(what, kind, other).median());
    }

    /** In Markdown. */
    List<String> table() {
        List<String> lines = new ArrayList<>();
        lines.add(
                "| case | sessions | of the container's rate | of Spring Session's rate | requests a second (quartiles)"
                        + " | server's CPU a request | trips to Redis a request | commands, with those in scripts |");
        lines.add("|---|---|---:|---:|---:|---:|---:|---:|");
        for (HttpCase what : HttpCase.values()) {
            for (ShopKind kind : ShopKind.values()) {
                if (of(what, kind).isEmpty()) {
                    continue;
                }
                Quartiles rate = of(what, kind, Round::rate);
                lines.add(String.format(
                        Locale.ROOT,
                        "| %s | %s | %s | %s | %,.0f (%,.0f to %,.0f) | %.0f µs | %.2f | %.2f |",
                        what.title(),
                        kind.title(),
                        ratioText(what, kind, ShopKind.CONTAINER),
                        ratioText(what, kind, ShopKind.SPRING_SESSION),
                        rate.median(),
                        rate.lower(),
                        rate.upper(),
                        of(what, kind, Round::processorMicros).median(),
                        trips.get(what).get(kind),
                        of(what, kind, Round::commands).median()));
            }
        }
        return lines;
    }

    /** Each round. */
    List<String> csv() {
        List<String> lines = new ArrayList<>();
        lines.add("round,case,sessions,requests_per_second,server_cpu_micros_per_request,redis_commands_per_request");
        for (Round round : rounds) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%d,%s,%s,%.1f,%.2f,%.3f",
                    round.number(),
                    round.what().name().toLowerCase(Locale.ROOT),
                    round.kind().name().toLowerCase(Locale.ROOT),
                    round.rate(),
                    round.processorMicros(),
                    round.commands()));
        }
        return lines;
    }
}
