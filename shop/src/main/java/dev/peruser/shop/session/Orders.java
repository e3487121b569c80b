package dev.peruser.shop.session;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The rule of a visitor's orders: the newest first, each once, not too many. */
public final class Orders {
    private static final int MOST = 20;

    private Orders() {}

    /**
     * Those of the account and those placed before signing in. Of two placed in the same second the guest's is the
     * newer one.
     */
    public static List<Order> merge(List<Order> user, List<Order> guest) {
        return Stream.concat(guest.stream(), user.stream())
                .distinct()
                .sorted(Comparator.comparing(Order::placedAt).reversed())
                .limit(MOST)
                .toList();
    }

    /** The order of that number. */
    public static Optional<Order> find(List<Order> orders, String number) {
        return orders.stream().filter(order -> order.number().equals(number)).findFirst();
    }
}
