package dev.peruser.it.soak;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What marks and clicks must come to.
 *
 * <ol>
 *   <li>The greatest and the newest mark of an account never give way to an earlier one, and no badge is lost, whoever
 *       signs in and however late a guest's comes.
 *   <li>An account has at least the clicks that were acknowledged to it.
 *   <li>When nothing else happens, all have together as many as were acknowledged, and no more than that and those of
 *       unknown outcome.
 * </ol>
 *
 * <p>Safe for use by many threads, but for {@link #settle}.
 */
final class Marks {
    private final Model model;
    private final Map<String, List<Acknowledged>> marks = new ConcurrentHashMap<>();
    private final Map<String, List<Acknowledged>> clicks = new ConcurrentHashMap<>();
    /** What was there when nothing else happened. */
    private volatile Map<String, Reading> settled = Map.of();

    private final Map<String, Long> allClicks = new ConcurrentHashMap<>();
    private final Map<String, Long> unknownClicks = new ConcurrentHashMap<>();
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    private record Acknowledged(long at, String device, long number) {}

    Marks(Model model) {
        this.model = model;
    }

    void marked(String visitor, String device, long number) {
        note(marks, visitor, device, number);
    }

    void clicked(String visitor, String product, String device, Item.Fate fate) {
        if (fate == Item.Fate.ACKNOWLEDGED) {
            allClicks.merge(product, 1L, Long::sum);
            note(clicks, visitor + " " + product, device, 1);
        } else if (fate == Item.Fate.UNKNOWN) {
            unknownClicks.merge(product, 1L, Long::sum);
        }
    }

    private void note(Map<String, List<Acknowledged>> all, String key, String device, long number) {
        all.compute(key, (name, earlier) -> {
            List<Acknowledged> longer = new ArrayList<>(earlier == null ? List.of() : earlier);
            longer.add(new Acknowledged(model.now(), device, number));
            return longer;
        });
    }

    void check(Reading reading, String device, long started) {
        reading.markedBy().forEach(id -> model.checkForeign(id, reading));
        String visitor = reading.visitor();
        if (reading.isGuests() || visitor.isEmpty()) {
            return;
        }
        Reading before = settled.getOrDefault(visitor, Reading.parse(""));
        long least = before.best();
        Set<String> badges = new HashSet<>(before.badges());
        for (Acknowledged mark : known(marks, visitor, device, started)) {
            least = Math.max(least, mark.number);
            badges.add(Marking.badge(mark.number));
        }
        requireAtLeast("the greatest mark", reading.best(), least, visitor);
        requireAtLeast("the newest mark", reading.newest(), Math.max(least, before.newest()), visitor);
        badges.removeAll(reading.badges());
        requireAtLeast("minus the lost badges", -badges.size(), 0, visitor);
        for (String product : Tab.PRODUCTS) {
            long acknowledged =
                    known(clicks, visitor + " " + product, device, started).size();
            requireAtLeast(
                    "clicks on " + product, reading.clicks(product), before.clicks(product) + acknowledged, visitor);
        }
    }

    private List<Acknowledged> known(Map<String, List<Acknowledged>> all, String key, String device, long started) {
        return all.getOrDefault(key, List.of()).stream()
                .filter(one -> one.at < model.known(started, device, one.device))
                .toList();
    }

    private void requireAtLeast(String what, long shown, long least, String visitor) {
        if (shown < least && told.add(what + visitor)) {
            model.violated(
                    Model.Violation.LOST,
                    what + ": " + shown + " instead of at least " + least + ", read by " + visitor);
        }
    }

    /** Of all visitors, read while nothing else happens. */
    void settle(Collection<Reading> readings) {
        for (String product : Tab.PRODUCTS) {
            long shown = readings.stream()
                    .mapToLong(reading -> reading.clicks(product))
                    .sum();
            long least = allClicks.getOrDefault(product, 0L);
            long most = least + unknownClicks.getOrDefault(product, 0L);
            if (shown < least || shown > most) {
                model.violated(
                        shown < least ? Model.Violation.LOST : Model.Violation.DOUBLED,
                        "clicks on " + product + ": " + shown + " instead of " + least + " to " + most
                                + " when nothing happens");
            }
            allClicks.put(product, shown);
        }
        unknownClicks.clear();
        marks.clear();
        clicks.clear();
        Map<String, Reading> byVisitor = new HashMap<>();
        readings.forEach(reading -> byVisitor.put(reading.visitor(), reading));
        settled = byVisitor;
    }
}
