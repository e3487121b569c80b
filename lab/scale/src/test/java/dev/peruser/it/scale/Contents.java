package dev.peruser.it.scale;

import dev.peruser.UserSession;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** What a visitor of a shop has in the session: ten attributes, one of them a cart of twenty lines. */
final class Contents {
    static final int LINES = 20;

    private static final List<String> THINGS = List.of(
            "shelf", "lamp", "kettle", "rug", "chair", "mirror", "basket", "clock", "blanket", "vase", "desk", "stool");
    private static final List<String> KINDS = List.of(
            "oak", "brass", "linen", "copper", "walnut", "wool", "glass", "marble", "cotton", "steel", "cork", "birch");
    private static final List<String> COLOURS =
            List.of("white", "ochre", "navy blue", "moss green", "charcoal", "rust", "ivory", "plum", "sand", "teal");
    /** What an entry of the wish list takes. */
    private static final int WISH_BYTES = 44;
    /** What all takes without the wish list. */
    private static final int OTHER_BYTES = 2_900;

    private final Random random;
    private final int wishes;

    Contents(long seed, int bytes) {
        random = new Random(seed);
        wishes = Math.max(2, (bytes - OTHER_BYTES) / WISH_BYTES);
    }

    void putInto(UserSession session) {
        session.put("cart", listOf(LINES, this::line));
        session.put("wishes", listOf(wishes, this::wish));
        session.put("seen", listOf(25, this::number));
        session.put("address", address());
        session.put("preferences", preferences());
        session.put("searches", listOf(5, () -> pick(COLOURS) + " " + pick(THINGS)));
        session.put("language", random.nextBoolean() ? "en-GB" : "de-AT");
        session.put("currency", "EUR");
        session.put("campaign", "newsletter-" + random.nextInt(1_000));
        session.put("lastVisit", moment());
    }

    private Map<String, @Nullable Object> line() {
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("product", number());
        line.put("name", pick(KINDS) + " " + pick(THINGS) + " in " + pick(COLOURS));
        line.put("quantity", 1 + random.nextInt(5));
        line.put("price", random.nextInt(200) + "." + (10 + random.nextInt(90)));
        line.put("added", moment());
        return line;
    }

    private Map<String, @Nullable Object> wish() {
        Map<String, @Nullable Object> wish = new LinkedHashMap<>();
        wish.put("product", number());
        wish.put("at", random.nextInt(1_000_000_000));
        return wish;
    }

    private Map<String, @Nullable Object> address() {
        Map<String, @Nullable Object> address = new LinkedHashMap<>();
        address.put("street", random.nextInt(300) + " " + pick(COLOURS) + " road");
        address.put("postcode", Integer.toString(10_000 + random.nextInt(90_000)));
        address.put("city", pick(KINDS) + "ham");
        address.put("phone", "+43 " + random.nextInt(1_000_000_000));
        return address;
    }

    private Map<String, @Nullable Object> preferences() {
        Map<String, @Nullable Object> preferences = new LinkedHashMap<>();
        preferences.put("theme", random.nextBoolean() ? "dark" : "light");
        preferences.put("perPage", 12 * (1 + random.nextInt(4)));
        preferences.put("newsletter", random.nextBoolean());
        preferences.put("sizes", List.of(random.nextInt(50), random.nextInt(50)));
        return preferences;
    }

    private String number() {
        return "P-" + (10_000_000 + random.nextInt(90_000_000));
    }

    private String moment() {
        return Instant.ofEpochSecond(1_790_000_000L + random.nextInt(5_000_000)).toString();
    }

    private String pick(List<String> words) {
        return words.get(random.nextInt(words.size()));
    }

    private static List<@Nullable Object> listOf(int size, java.util.function.Supplier<Object> element) {
        List<@Nullable Object> list = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            list.add(element.get());
        }
        return list;
    }
}
