package dev.peruser.it.soak;

import dev.peruser.Attribute;
import dev.peruser.Merger;
import dev.peruser.UserSession;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.core.type.TypeReference;

/** One attribute for each ready rule that is not in {@link Contents}, and numbers that count in the lines of a list. */
final class Marking {
    /** Badges are taken from so many, so that there is an end. */
    static final int BADGES_THERE_ARE = 50;

    /** Something that was marked, and when. */
    record Mark(String id, long at) {}

    /** How often a product was clicked. */
    record Clicks(String product, int count) {}

    private static final Attribute<Long> BEST =
            Attribute.builder("best", Long.class).mergeBy(Merger.maximum()).build();
    private static final Attribute<Mark> NEWEST = Attribute.builder("newest", Mark.class)
            .mergeBy(Merger.newest(Mark::at))
            .build();
    private static final Attribute<Set<String>> BADGES = Attribute.builder(
                    "badges", new TypeReference<Set<String>>() {})
            .defaultValue(LinkedHashSet::new)
            .mergeBy(Merger.union())
            .build();
    private static final Attribute<String> COAT =
            Attribute.builder("coat", String.class).mergeBy(Merger.keepGuests()).build();
    private static final Attribute<List<Clicks>> CLICKS = Attribute.builder(
                    "clicks", new TypeReference<List<Clicks>>() {})
            .defaultValue(ArrayList::new)
            .itemIdentity("product")
            .counts("count")
            .build();

    static final List<Attribute<?>> ATTRIBUTES = List.of(BEST, NEWEST, BADGES, COAT, CLICKS);

    private Marking() {}

    static String badge(long number) {
        return "b" + number % BADGES_THERE_ARE;
    }

    /** What only grows, grows by an update. */
    static void mark(UserSession session, String id, long number) {
        session.update(newest -> {
            if (newest.find(BEST).orElse(0L) < number) {
                newest.put(BEST, number);
            }
            if (newest.find(NEWEST).map(Mark::at).orElse(0L) < number) {
                newest.put(NEWEST, new Mark(id, number));
            }
        });
        session.get(BADGES).add(badge(number));
        session.put(COAT, id);
    }

    /** One more, in place, as applications write it. */
    static void click(UserSession session, String product) {
        List<Clicks> clicks = session.get(CLICKS);
        for (int i = 0; i < clicks.size(); i++) {
            if (clicks.get(i).product().equals(product)) {
                clicks.set(i, new Clicks(product, clicks.get(i).count() + 1));
                return;
            }
        }
        clicks.add(new Clicks(product, 1));
    }

    static void write(UserSession session, StringBuilder text) {
        session.find(BEST).ifPresent(best -> text.append("B ").append(best).append('\n'));
        session.find(NEWEST)
                .ifPresent(mark -> text.append("W ")
                        .append(mark.id())
                        .append(' ')
                        .append(mark.at())
                        .append('\n'));
        session.get(BADGES).forEach(badge -> text.append("G ").append(badge).append('\n'));
        session.find(COAT).ifPresent(coat -> text.append("K ").append(coat).append('\n'));
        session.get(CLICKS)
                .forEach(clicks -> text.append("Q ")
                        .append(clicks.product())
                        .append(' ')
                        .append(clicks.count())
                        .append('\n'));
    }
}
