package dev.peruser.benchmarks.growth;

import dev.peruser.PerUser;
import dev.peruser.benchmarks.growth.Rounds.Point;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The dimensions whose cost is that of one request: stored sessions, size, attributes. */
final class MoreStored {
    private static final int SMALL = 400;
    private static final int ATTRIBUTES = 10;

    private final GrowthOptions options;
    private final PrintStream out;

    MoreStored(GrowthOptions options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    /** Each number of sessions is in a place of its own, and a request is for any of them. */
    List<Figure> sessions() throws Exception {
        try (Places places = new Places()) {
            List<Point> points = new ArrayList<>();
            for (Places.Opening kind : Places.kinds()) {
                for (int count : options.upTo(1_000_000, 100_000, 1_000, 10_000, 100_000, 1_000_000)) {
                    Place place = places.open(kind);
                    long start = System.nanoTime();
                    PerUser engine = Shopper.engine(place.store());
                    place.multiply(Shopper.visitAsNewGuest(engine, Shopper::fill), count);
                    out.printf(
                            "%s has %,d sessions after %.1f s%n",
                            place.title(), count, (System.nanoTime() - start) / 1e9);
                    Random random = new Random(count);
                    points.add(point(
                            place,
                            "A: read two attributes",
                            count,
                            number -> Shopper.visitAsGuest(engine, random.nextInt(count), Shopper::read)));
                    points.add(point(
                            place,
                            "C: change one cart line",
                            count,
                            number -> Shopper.visitAsGuest(engine, random.nextInt(count), Shopper::change)));
                }
            }
            return Rounds.measure(points, options);
        }
    }

    /** Ten attributes: one of 400 bytes, the others share the rest. */
    List<Figure> size() throws Exception {
        try (Places places = new Places()) {
            List<Point> points = new ArrayList<>();
            for (Places.Opening kind : Places.kinds()) {
                Place place = places.open(kind);
                PerUser engine = Shopper.engine(place.store());
                for (int size : options.upTo(1 << 20, 1 << 20, 1 << 10, 1 << 12, 1 << 14, 1 << 16, 1 << 18, 1 << 20)) {
                    Shopper.visit(engine, size, session -> {
                        session.put("small", text(SMALL));
                        for (int i = 1; i < ATTRIBUTES; i++) {
                            session.put("large" + i, text((size - SMALL) / (ATTRIBUTES - 1)));
                        }
                    });
                    points.add(point(
                            place,
                            "one attribute of 400 bytes read",
                            size,
                            number -> Shopper.visit(
                                    engine,
                                    size,
                                    session -> requireText(session.get("small").orElseThrow()))));
                    points.add(point(
                            place,
                            "all read",
                            size,
                            number -> Shopper.visit(
                                    engine,
                                    size,
                                    session -> session.asMap().forEach((name, value) -> requireText(value)))));
                }
            }
            return Rounds.measure(points, options);
        }
    }

    /** So many attributes of 400 bytes. */
    List<Figure> attributes() throws Exception {
        try (Places places = new Places()) {
            List<Point> points = new ArrayList<>();
            for (Places.Opening kind : Places.kinds()) {
                Place place = places.open(kind);
                PerUser engine = Shopper.engine(place.store());
                for (int count : options.upTo(1_000, 1_000, 1, 3, 10, 30, 100, 300, 1_000)) {
                    Shopper.visit(engine, count, session -> {
                        for (int i = 0; i < count; i++) {
                            session.put("attribute" + i, text(SMALL));
                        }
                    });
                    points.add(point(
                            place,
                            "one read",
                            count,
                            number -> Shopper.visit(
                                    engine,
                                    count,
                                    session -> requireText(
                                            session.get("attribute0").orElseThrow()))));
                    points.add(point(
                            place,
                            "one changed",
                            count,
                            number -> Shopper.visit(
                                    engine, count, session -> session.put("attribute0", text(SMALL - 8) + number))));
                }
            }
            return Rounds.measure(points, options);
        }
    }

    private Point point(Place place, String series, int amount, Rounds.Request request) {
        return new Point(place.title() + ", " + series, amount, Rounds.oneByOne(options.millis(), request));
    }

    private static void requireText(Object value) {
        if (!(value instanceof String text) || text.isEmpty()) {
            throw new IllegalStateException("a session is not as it was filled");
        }
    }

    /** So many letters that don't repeat soon. */
    static String text(int length) {
        Random random = new Random(length);
        StringBuilder text = new StringBuilder(length);
        while (text.length() < length) {
            text.append((char) ('a' + random.nextInt(26)));
        }
        return text.toString();
    }
}
