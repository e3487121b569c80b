package dev.peruser.benchmarks.http;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** What is in each session: ten attributes of about 400 bytes, one of them a cart of twenty lines. */
public final class Contents {
    /** The name of the cart. */
    public static final String CART = "cart";
    /** The name of a map that is read, too. */
    public static final String PROFILE = "profile";
    /** How many lines the cart has. */
    public static final int LINES = 20;
    /** The attributes that are neither the cart nor the profile; nobody reads them. */
    public static final List<String> OTHERS =
            List.of("address", "searches", "wishes", "seen", "preferences", "campaign", "checkout", "coupons");

    private static final int ENTRIES = 8;
    private static final int LONGEST_ENTRY = 36;

    private Contents() {}

    /** What the shop shows of a session. */
    @JsonPropertyOrder({"visitor", "total", "lines", "profile"})
    record Page(Object visitor, int total, List<Cart.Line> lines, Map<String, @Nullable Object> profile) {
        static Page of(Cart cart, Map<String, @Nullable Object> profile) {
            return new Page(String.valueOf(profile.get("visitor")), cart.total(), cart.getLines(), profile);
        }
    }

    /** How an answer with the page begins. */
    static String beginningOfPage(String visitor, int total) {
        return "{\"visitor\":\"" + visitor + "\",\"total\":" + total + ",";
    }

    /** A new cart. */
    public static Cart cart() {
        Cart cart = new Cart();
        for (int line = 0; line < LINES; line++) {
            cart.getLines().add(new Cart.Line("P-" + (1_000 + line), 1));
        }
        return cart;
    }

    static Map<String, @Nullable Object> profile(String visitor) {
        Map<String, @Nullable Object> profile = texts(PROFILE);
        profile.put("visitor", visitor);
        return profile;
    }

    /** About 400 bytes as JSON. */
    public static Map<String, @Nullable Object> texts(String name) {
        Random random = new Random(name.hashCode());
        Map<String, @Nullable Object> texts = new LinkedHashMap<>();
        for (int entry = 0; entry < ENTRIES; entry++) {
            StringBuilder text = new StringBuilder();
            while (text.length() < LONGEST_ENTRY) {
                text.append((char) ('a' + random.nextInt(26)));
            }
            texts.put("entry" + entry, text.toString());
        }
        return texts;
    }
}
