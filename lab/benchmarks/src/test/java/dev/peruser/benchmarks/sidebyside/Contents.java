package dev.peruser.benchmarks.sidebyside;

import dev.peruser.Attribute;
import dev.peruser.PerUser;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.type.TypeReference;

/** The session: ten attributes of about 400 bytes, one of them a cart of twenty lines, and a small one. */
final class Contents {
    static final int LINES = 20;
    static final int LINES_AT_SIGN_IN = 50;

    static final Attribute<Cart> CART =
            Attribute.builder("cart", Cart.class).itemIdentityIn("lines", "sku").build();
    static final Attribute<Profile> PROFILE = Attribute.of("profile", Profile.class);
    static final Attribute<ArrayList<String>> RECENT = Attribute.builder(
                    "recent", new TypeReference<ArrayList<String>>() {})
            .build();
    static final Attribute<String> LAST_PAGE = Attribute.of("lastPage", String.class);

    private static final int TEXTS = 7;
    private static final int TEXT_LENGTH = 400;
    private static final int LARGE_TEXTS = 50;
    private static final int LARGE_TEXT_LENGTH = 4_000;

    private Contents() {}

    static PerUser.Builder declare(PerUser.Builder builder) {
        return builder.attribute(CART).attribute(PROFILE).attribute(RECENT).attribute(LAST_PAGE);
    }

    /** By name, in order; each value can be serialized. */
    static Map<String, Serializable> of(Case kind, int person) {
        Map<String, Serializable> contents = new LinkedHashMap<>();
        contents.put(CART.name(), Cart.of(kind == Case.F ? LINES_AT_SIGN_IN : LINES, "U"));
        contents.put(PROFILE.name(), Profile.of(person));
        contents.put(RECENT.name(), recent(person));
        for (int i = 0; i < TEXTS; i++) {
            contents.put("text" + i, text(person + i, TEXT_LENGTH));
        }
        contents.put(LAST_PAGE.name(), "/start");
        if (kind == Case.H) {
            for (int i = 0; i < LARGE_TEXTS; i++) {
                contents.put("large" + i, text(person + i, LARGE_TEXT_LENGTH));
            }
        }
        return contents;
    }

    /** A guest's cart, half of whose products are in the user's. */
    static Cart guestCart() {
        Cart cart = Cart.of(LINES_AT_SIGN_IN, "U");
        for (int i = 0; i < LINES_AT_SIGN_IN; i += 2) {
            cart.lines.get(i).sku = "G-" + (1000 + i);
        }
        return cart;
    }

    static String page(int number) {
        return "/products/" + number;
    }

    private static ArrayList<String> recent(int person) {
        ArrayList<String> products = new ArrayList<>(List.of());
        for (int i = 0; i < 40; i++) {
            products.add("P-" + (10_000 + (person * 37 + i * 101) % 90_000));
        }
        return products;
    }

    private static String text(int seed, int length) {
        StringBuilder text = new StringBuilder(length);
        int state = seed;
        while (text.length() < length) {
            state = state * 1_103_515_245 + 12_345;
            text.append((char) ('a' + Math.floorMod(state >> 16, 26)));
        }
        return text.toString();
    }
}
