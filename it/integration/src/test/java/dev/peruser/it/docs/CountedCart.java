package dev.peruser.it.docs;

import dev.peruser.Attribute;
import dev.peruser.PerUser;
import dev.peruser.UserSession;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * A session of ten declared attributes, nine of about 400 bytes and a small one, which counts how often one of them is
 * made of its JSON.
 */
final class CountedCart {
    static final AtomicInteger DECODED = new AtomicInteger();

    static final Attribute<CountedCart> CART = Attribute.builder("cart", CountedCart.class)
            .itemIdentityIn("lines", "product")
            .build();
    static final List<Attribute<Note>> NOTES = IntStream.range(0, 8)
            .mapToObj(i -> Attribute.of("note" + i, Note.class))
            .toList();

    static final Attribute<Note> SMALL = Attribute.of("small", Note.class);

    private static final int LINES = 20;
    private static final int NOTE_LENGTH = 390;

    public List<Line> lines = new ArrayList<>();

    CountedCart() {
        DECODED.incrementAndGet();
    }

    /** A line. */
    static final class Line {
        public String product = "";
        public int quantity;
    }

    /** A text. */
    record Note(String text) {
        Note {
            DECODED.incrementAndGet();
        }
    }

    static PerUser.Builder declare(PerUser.Builder builder) {
        builder.attribute(CART).attribute(SMALL);
        NOTES.forEach(builder::attribute);
        return builder;
    }

    static void fill(UserSession session) {
        CountedCart cart = new CountedCart();
        for (int i = 0; i < LINES; i++) {
            Line line = new Line();
            line.product = "P-" + (1000 + i);
            cart.lines.add(line);
        }
        session.put(CART, cart);
        session.put(SMALL, noteOf("/start"));
        NOTES.forEach(note -> session.put(note, noteOf("x".repeat(NOTE_LENGTH))));
    }

    /** A note that is not counted. */
    static Note noteOf(String text) {
        Note note = new Note(text);
        DECODED.decrementAndGet();
        return note;
    }

    /** Sets the quantity of one line to another one. */
    CountedCart change(int number) {
        lines.get(number % lines.size()).quantity = 1 + number % 9_973;
        return this;
    }
}
