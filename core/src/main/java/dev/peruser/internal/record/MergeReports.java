package dev.peruser.internal.record;

import dev.peruser.Attribute;
import dev.peruser.MergeReport;
import dev.peruser.internal.codec.JsonCodec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The reports that nobody has been shown yet: an attribute of PerUser's own that holds a list of plain maps, so that
 * taking a report is a change like any other, and reports of two merges stand side by side. A map is a report, or names
 * the session whose {@linkplain MergeRecord record} has it: so a report that nobody takes costs other requests a name.
 */
public final class MergeReports {
    public static final String ATTRIBUTE = Attribute.RESERVED + ".reports";

    private static final String SOURCE = "source";
    private static final String INCARNATION = "incarnation";
    private static final int MOST = 20;

    private static final String ID = "id";
    private static final HexFormat HEX = HexFormat.of();
    private static final Pattern IDS = Pattern.compile("[0-9a-f]{16}(-[0-9a-f]{16}){0," + (MOST - 1) + "}");

    private MergeReports() {}

    /** Finds the report that another one stands for. */
    @FunctionalInterface
    public interface Finder {
        /** Empty: it is gone. */
        Optional<Map<String, @Nullable Object>> find(String source, long incarnation);
    }

    /** What stands for a report that is kept in the record of a merge. */
    public static Map<String, @Nullable Object> reference(String source, long incarnation) {
        Map<String, @Nullable Object> reference = new LinkedHashMap<>();
        reference.put(SOURCE, source);
        reference.put(INCARNATION, incarnation);
        return reference;
    }

    /** The stored reports, each in full; those that are gone are left out. */
    public static List<@Nullable Object> found(@Nullable Object stored, Finder finder) {
        List<@Nullable Object> found = new ArrayList<>();
        if (stored instanceof List<?> reports) {
            for (Object report : reports) {
                if (report instanceof Map<?, ?> map
                        && map.get(SOURCE) instanceof String source
                        && map.get(INCARNATION) instanceof Number incarnation) {
                    finder.find(source, incarnation.longValue())
                            .map(kept -> withId(kept, incarnation.longValue()))
                            .ifPresent(found::add);
                } else {
                    found.add(report);
                }
            }
        }
        return found;
    }

    private static Map<String, @Nullable Object> withId(Map<String, @Nullable Object> report, long incarnation) {
        Map<String, @Nullable Object> named = new LinkedHashMap<>(report);
        named.put(ID, id(incarnation));
        return named;
    }

    /** What names the merge of a source. */
    public static String id(long incarnation) {
        return HEX.toHexDigits(incarnation);
    }

    /** The incarnations of the sources whose merges an id names; none if it is no such id. */
    public static List<Long> merges(String undoId) {
        return IDS.matcher(undoId).matches()
                ? Stream.of(undoId.split("-", -1))
                        .map(HexFormat::fromHexDigitsToLong)
                        .toList()
                : List.of();
    }

    /**
     * The stored form of a report behind earlier ones. Reports that nobody looks at don't grow for ever: the oldest go
     * first, never the new one.
     */
    public static byte[] append(
            @Nullable Object earlier, Map<String, @Nullable Object> report, JsonCodec codec, int mostBytes) {
        List<@Nullable Object> reports = new ArrayList<>();
        if (earlier instanceof List<?> list) {
            reports.addAll(list);
        }
        reports.add(report);
        byte[] written = codec.encodePlain(reports);
        while (reports.size() > 1 && (reports.size() > MOST || written.length > mostBytes)) {
            reports.remove(0);
            written = codec.encodePlain(reports);
        }
        return written;
    }

    public static Map<String, @Nullable Object> write(Instant mergedAt, List<MergeReport.Entry> entries) {
        List<@Nullable Object> written = new ArrayList<>();
        for (MergeReport.Entry entry : entries) {
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            map.put("attribute", entry.attribute());
            map.put("outcome", entry.outcome().name());
            map.put("guest", entry.guestValue());
            entry.userValue().ifPresent(value -> map.put("user", value));
            written.add(map);
        }
        Map<String, @Nullable Object> report = new LinkedHashMap<>();
        report.put("at", mergedAt.toEpochMilli());
        report.put("entries", written);
        return report;
    }

    /** The stored reports as one; what can't be read is left out. */
    public static Optional<MergeReport> read(@Nullable Object stored, Finder finder, JsonCodec codec) {
        List<@Nullable Object> reports = found(stored, finder);
        if (reports.isEmpty()) {
            return Optional.empty();
        }
        Instant last = Instant.EPOCH;
        List<MergeReport.Entry> entries = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        for (Object report : reports) {
            if (report instanceof Map<?, ?> map && map.get(ID) instanceof String id) {
                ids.add(id);
            }
            if (report instanceof Map<?, ?> map
                    && map.get("at") instanceof Number millis
                    && map.get("entries") instanceof List<?> written) {
                Instant at = Instant.ofEpochMilli(millis.longValue());
                last = at.isAfter(last) ? at : last;
                written.forEach(entry -> readEntry(entry).ifPresent(entries::add));
            }
        }
        return Optional.of(new MergeReport(last, entries, codec::convert, String.join("-", ids)));
    }

    /** One report. */
    public static MergeReport read(Map<String, @Nullable Object> report, JsonCodec codec) {
        return read(List.of(report), (source, incarnation) -> Optional.empty(), codec)
                .orElseGet(() -> new MergeReport(Instant.EPOCH, List.of(), codec::convert));
    }

    private static Optional<MergeReport.Entry> readEntry(@Nullable Object written) {
        if (written instanceof Map<?, ?> map
                && map.get("attribute") instanceof String name
                && map.get("outcome") instanceof String outcome) {
            try {
                return Optional.of(new MergeReport.Entry(
                        name,
                        MergeReport.Outcome.valueOf(outcome),
                        map.get("guest"),
                        Optional.ofNullable(map.get("user"))));
            } catch (IllegalArgumentException e) {
                return Optional.empty(); // an outcome that only a newer version knows
            }
        }
        return Optional.empty();
    }
}
