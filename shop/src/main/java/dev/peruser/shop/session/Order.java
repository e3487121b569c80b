package dev.peruser.shop.session;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * What a visitor ordered.
 *
 * @param number what one calls it
 * @param placedAt when
 * @param recipient who gets it
 * @param address where to
 * @param lines what
 * @param total what it costs, as people write it
 */
public record Order(
        String number, Instant placedAt, String recipient, String address, List<OrderLine> lines, String total) {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    /** Copies the list. */
    public Order {
        lines = List.copyOf(lines);
    }

    /** The day on which it was placed, for people. */
    @JsonIgnore
    public String day() {
        return DATE.format(placedAt);
    }
}
