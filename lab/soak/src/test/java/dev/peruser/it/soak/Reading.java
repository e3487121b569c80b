package dev.peruser.it.soak;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a read showed. */
final class Reading {
    private String visitor = "";
    private final Map<String, Long> cart = new LinkedHashMap<>();
    private final Map<String, List<String>> orders = new LinkedHashMap<>();
    private final List<String> counted = new ArrayList<>();
    private final List<String> shelf = new ArrayList<>();
    private final List<String> twice = new ArrayList<>();
    private String flash = "";
    private String home = "";
    private final List<String> badges = new ArrayList<>();
    private final List<String> markedBy = new ArrayList<>();
    private final Map<String, Long> clicks = new LinkedHashMap<>();
    private long best;
    private long newest;
    private int ticks;
    private int count;

    private Reading() {}

    static Reading parse(String text) {
        Reading reading = new Reading();
        text.lines().forEach(reading::line);
        return reading;
    }

    private void line(String line) {
        String rest = line.substring(2);
        switch (line.charAt(0)) {
            case 'V' -> visitor = rest;
            case 'C' -> {
                int blank = rest.indexOf(' ');
                String id = rest.substring(0, blank);
                if (cart.put(id, Long.parseLong(rest.substring(blank + 1))) != null) {
                    twice.add(id);
                }
            }
            case 'O' -> {
                int equals = rest.indexOf('=');
                if (orders.put(
                                rest.substring(0, equals),
                                List.of(rest.substring(equals + 1).split(",")))
                        != null) {
                    twice.add(rest.substring(0, equals));
                }
            }
            case 'M' -> counted.add(rest);
            case 'S' -> shelf.add(rest);
            case 'T' -> ticks = Integer.parseInt(rest);
            case 'N' -> count = Integer.parseInt(rest);
            case 'F' -> flash = rest;
            case 'H' -> home = rest;
            case 'B' -> best = Long.parseLong(rest);
            case 'W' -> {
                int blank = rest.indexOf(' ');
                markedBy.add(rest.substring(0, blank));
                newest = Long.parseLong(rest.substring(blank + 1));
            }
            case 'G' -> badges.add(rest);
            case 'K' -> markedBy.add(rest);
            case 'Q' -> {
                int blank = rest.indexOf(' ');
                clicks.merge(rest.substring(0, blank), Long.parseLong(rest.substring(blank + 1)), Long::sum);
            }
            default -> throw new IllegalArgumentException(line);
        }
    }

    /** Who was shown it: a user, or {@code g} and a device. */
    String visitor() {
        return visitor;
    }

    boolean isGuests() {
        return visitor.startsWith("g");
    }

    /** Items and quantities. */
    Map<String, Long> cart() {
        return cart;
    }

    Map<String, List<String>> orders() {
        return orders;
    }

    List<String> shelf() {
        return shelf;
    }

    /** What was added last, or empty. */
    String home() {
        return home;
    }

    long best() {
        return best;
    }

    long newest() {
        return newest;
    }

    List<String> badges() {
        return badges;
    }

    /** What was marked and says by whom. */
    List<String> markedBy() {
        return markedBy;
    }

    long clicks(String product) {
        return clicks.getOrDefault(product, 0L);
    }

    /** What expires by itself, or empty. */
    String flash() {
        return flash;
    }

    /** All items wherever they are, as often as they are there. */
    List<String> items() {
        List<String> items = new ArrayList<>(cart.keySet());
        orders.values().forEach(items::addAll);
        items.addAll(shelf);
        items.addAll(twice);
        return items;
    }

    /** For a message. */
    String counts() {
        return "list " + cart.size() + ", map " + counted.size() + ", equal elements " + ticks + ", counter " + count;
    }

    /** How many too many or too few there are of what is counted in four ways; 0 if all agree. */
    int imbalance() {
        int size = cart.size() + (int) twice.stream().filter(cart::containsKey).count();
        if (count != size) {
            return count - size;
        }
        if (ticks != size) {
            return ticks - size;
        }
        return counted.size() - size;
    }
}
