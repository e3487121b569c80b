package dev.peruser.it.soak;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.peruser.Attribute;
import dev.peruser.Merger;
import dev.peruser.UserSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

/** What the sessions of a soak hold, and what is done with it. */
final class Contents {
    static final Duration FLASH_LIFE = Duration.ofSeconds(3);

    /** An item, by name, and how many of it. */
    record Line(String id, long quantity) {}

    /** Items that were in the cart together. */
    record Order(String id, List<String> items) {
        @JsonIgnore
        String text() {
            return id + "=" + String.join(",", items);
        }
    }

    /** What expires by itself. */
    record Flash(String id, long at) {}

    static final Attribute<List<Line>> CART = Attribute.builder("cart", new TypeReference<List<Line>>() {})
            .defaultValue(ArrayList::new)
            .itemIdentity("id")
            .build();
    static final Attribute<List<Order>> ORDERS = Attribute.builder("orders", new TypeReference<List<Order>>() {})
            .defaultValue(ArrayList::new)
            .itemIdentity("id")
            .build();
    static final Attribute<Integer> COUNT = Attribute.builder("count", Integer.class)
            .defaultValue(0)
            .mergeBy(Merger.sum())
            .build();
    static final Attribute<Flash> FLASH = Attribute.builder("flash", Flash.class)
            .expiresAfter(FLASH_LIFE)
            .mergeBy(Merger.newest(Flash::at))
            .build();
    /** What was added last; an account that has its own keeps it at a sign-in, however late the guest's comes. */
    static final Attribute<String> HOME =
            Attribute.builder("home", String.class).mergeBy(Merger.keepUsers()).build();

    private static final List<Attribute<?>> OF_THE_OLDER_VERSION = List.of(CART, ORDERS, COUNT, FLASH);
    private static volatile boolean isOlder;

    private static final String COUNTED = "counted";
    private static final String TICKS = "ticks";
    private static final String SHELF = "shelf";

    private Contents() {}

    /** From now on this process is a server of an older version of the application, which knows no home. */
    static void beOlder() {
        isOlder = true;
    }

    static boolean isOlder() {
        return isOlder;
    }

    static List<Attribute<?>> declared() {
        List<Attribute<?>> declared = new ArrayList<>(OF_THE_OLDER_VERSION);
        declared.addAll(Marking.ATTRIBUTES);
        if (!isOlder) {
            declared.add(HOME);
        }
        return declared;
    }

    /** In four places at once: a list with identity, a map, a list of equal elements, a counter. All in place. */
    static void add(UserSession session, String id) {
        session.get(CART).add(new Line(id, 0));
        session.map(COUNTED).put(id, 1);
        session.list(TICKS).add("x");
        session.put(COUNT, session.get(COUNT) + 1);
        if (!isOlder) {
            session.put(HOME, id);
        }
    }

    /** To be run within an update, so that what is counted stays right. Returns whether it was there. */
    static boolean remove(UserSession session, String id) {
        List<Line> cart = new ArrayList<>(session.get(CART));
        boolean isThere = cart.removeIf(line -> line.id().equals(id));
        if (isThere) {
            session.put(CART, cart);
            session.map(COUNTED).remove(id);
            session.list(TICKS).remove("x");
            session.put(COUNT, session.get(COUNT) - 1);
        }
        return isThere;
    }

    /** To be run within an update. */
    static List<String> checkOut(UserSession session, String orderId) {
        List<String> items = session.get(CART).stream().map(Line::id).toList();
        if (!items.isEmpty()) {
            session.put(CART, new ArrayList<>());
            items.forEach(session.map(COUNTED)::remove);
            items.forEach(item -> session.list(TICKS).remove("x"));
            session.put(COUNT, session.get(COUNT) - items.size());
            session.get(ORDERS).add(new Order(orderId, items));
        }
        return items;
    }

    static boolean archive(UserSession session, String orderId) {
        return session.get(ORDERS).removeIf(order -> order.id().equals(orderId));
    }

    static boolean quantity(UserSession session, String id, long quantity) {
        List<Line> cart = session.get(CART);
        for (int i = 0; i < cart.size(); i++) {
            if (cart.get(i).id().equals(id)) {
                cart.set(i, new Line(id, quantity));
                return true;
            }
        }
        return false;
    }

    @SuppressWarnings("unchecked") // what is put on the shelf
    private static Map<String, @Nullable Object> board(UserSession session, String id) {
        String name = "board" + Math.floorMod(id.hashCode(), 3);
        return (Map<String, @Nullable Object>)
                session.map(SHELF).computeIfAbsent(name, key -> new LinkedHashMap<String, Object>());
    }

    static void shelve(UserSession session, String id) {
        board(session, id).put(id, List.of(1));
    }

    static boolean unshelve(UserSession session, String id) {
        return board(session, id).remove(id) != null;
    }

    /** All of it, a line for each thing. */
    static String text(UserSession session) {
        StringBuilder text = new StringBuilder();
        session.get(CART)
                .forEach(line -> text.append("C ")
                        .append(line.id())
                        .append(' ')
                        .append(line.quantity())
                        .append('\n'));
        session.get(ORDERS)
                .forEach(order -> text.append("O ").append(order.text()).append('\n'));
        session.map(COUNTED).keySet().forEach(id -> text.append("M ").append(id).append('\n'));
        session.map(SHELF)
                .values()
                .forEach(board -> ((Map<?, ?>) board)
                        .keySet()
                        .forEach(id -> text.append("S ").append(id).append('\n')));
        text.append("T ").append(session.list(TICKS).size()).append('\n');
        text.append("N ").append(session.get(COUNT)).append('\n');
        session.find(FLASH)
                .ifPresent(flash -> text.append("F ").append(flash.id()).append('\n'));
        if (!isOlder) {
            session.find(HOME).ifPresent(home -> text.append("H ").append(home).append('\n'));
        }
        Marking.write(session, text);
        return text.toString();
    }
}
