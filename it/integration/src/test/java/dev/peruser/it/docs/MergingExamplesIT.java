package dev.peruser.it.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.Attribute;
import dev.peruser.Bounds;
import dev.peruser.MergeBehavior;
import dev.peruser.MergeReport;
import dev.peruser.Merger;
import dev.peruser.PerUser;
import dev.peruser.SessionMerger;
import dev.peruser.UserId;
import dev.peruser.UserSession;
import dev.peruser.Visit;
import dev.peruser.store.InMemorySessionStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;

/** The examples of docs/guide/merging.md and docs/guide/concurrent-changes.md. */
class MergingExamplesIT {
    enum Theme {
        LIGHT,
        DARK
    }

    record Draft(String text, Instant savedAt) {}

    record Item(String product, String note) {}

    // snippet:ready-rules
    static final Attribute<Map<String, Integer>> QUANTITIES = Attribute.builder(
                    "quantities", new TypeReference<Map<String, Integer>>() {})
            .defaultValue(LinkedHashMap::new)
            .mergeBy(Merger.sum())
            .build();

    static final Attribute<Integer> HIGH_SCORE = Attribute.builder("highScore", Integer.class)
            .defaultValue(0)
            .mergeBy(Merger.maximum())
            .build();

    static final Attribute<Set<String>> WISHES = Attribute.builder("wishes", new TypeReference<Set<String>>() {})
            .defaultValue(LinkedHashSet::new)
            .mergeBy(Merger.union())
            .build();

    static final Attribute<String> CURRENCY = Attribute.builder("currency", String.class)
            .defaultValue("EUR")
            .mergeBy(Merger.keepUsers())
            .build();

    static final Attribute<Theme> THEME = Attribute.builder("theme", Theme.class)
            .defaultValue(Theme.LIGHT)
            .mergeBy(Merger.keepGuests())
            .build();

    static final Attribute<Draft> DRAFT = Attribute.builder("draft", Draft.class)
            .mergeBy(Merger.newest(Draft::savedAt))
            .build();
    // end

    // snippet:counted-cart
    static final class Line {
        public String product = "";
        public int quantity;
    }

    static final class Cart {
        public List<Line> lines = new ArrayList<>();

        void add(String product) {
            Optional<Line> known =
                    lines.stream().filter(line -> line.product.equals(product)).findFirst();
            Line line = known.orElseGet(Line::new);
            if (known.isEmpty()) {
                line.product = product;
                lines.add(line);
            }
            line.quantity++;
        }
    }
    // end

    // snippet:counted-attribute
    static final Attribute<Cart> CART = Attribute.builder("cart", Cart.class)
            .defaultValue(Cart::new)
            .itemIdentityIn("lines", "product")
            .counts("lines.quantity", Bounds.between(0, 20))
            .build();
    // end

    // snippet:custom-merger
    static final Attribute<List<String>> VIEWED = Attribute.builder("viewed", new TypeReference<List<String>>() {})
            .defaultValue(List.of())
            .mergeBy((user, guest) -> Stream.concat(guest.stream(), user.stream())
                    .distinct()
                    .limit(8)
                    .toList())
            .build();
    // end

    private static PerUser perUser(UnaryOperator<PerUser.Builder> options) {
        return options.apply(PerUser.builder(new InMemorySessionStore())).build();
    }

    private static PerUser declared() {
        return perUser(builder ->
                builder.attributes(List.of(QUANTITIES, HIGH_SCORE, WISHES, CURRENCY, THEME, DRAFT, CART, VIEWED)));
    }

    @Test
    void readyRules() {
        PerUser perUser = declared();
        new Device(perUser).signIn("ada").request(session -> {
            session.get(QUANTITIES).put("tea", 1);
            session.put(HIGH_SCORE, 70);
            session.get(WISHES).add("mug");
            session.put(CURRENCY, "CHF");
            session.put(THEME, Theme.LIGHT);
            session.put(DRAFT, new Draft("older", Instant.parse("2026-01-01T00:00:00Z")));
        });
        Device guest = new Device(perUser);
        guest.request(session -> {
            session.get(QUANTITIES).putAll(Map.of("tea", 2));
            session.put(HIGH_SCORE, 50);
            session.get(WISHES).addAll(List.of("mug", "vase"));
            session.put(CURRENCY, "USD");
            session.put(THEME, Theme.DARK);
            session.put(DRAFT, new Draft("newer", Instant.parse("2026-01-02T00:00:00Z")));
        });
        guest.signIn("ada").request(session -> {
            assertThat(session.get(QUANTITIES)).isEqualTo(Map.of("tea", 3));
            assertThat(session.get(HIGH_SCORE)).isEqualTo(70);
            assertThat(session.get(WISHES)).containsExactlyInAnyOrder("mug", "vase");
            assertThat(session.get(CURRENCY)).isEqualTo("CHF");
            assertThat(session.get(THEME)).isEqualTo(Theme.DARK);
            assertThat(session.get(DRAFT).text()).isEqualTo("newer");
            MergeReport report = session.takeMergeReport().orElseThrow();
            assertThat(report.entry("currency").orElseThrow().outcome()).isEqualTo(MergeReport.Outcome.KEPT);
            assertThat(report.entry("theme").orElseThrow().outcome()).isEqualTo(MergeReport.Outcome.REPLACED);
            assertThat(report.guestValue(CURRENCY)).contains("USD");
            assertThat(report.userValue(THEME)).contains(Theme.LIGHT);
        });
    }

    @Test
    void customMerger_putsWhatTheGuestViewedFirst() {
        PerUser perUser = declared();
        new Device(perUser)
                .signIn("ada")
                .request(session ->
                        session.put(VIEWED, List.of("tea", "mug", "jug", "cup", "pot", "tin", "lid", "box")));
        Device guest = new Device(perUser);
        guest.request(session -> session.put(VIEWED, List.of("vase", "mug")));
        guest.signIn("ada")
                .request(session -> assertThat(session.get(VIEWED))
                        .containsExactly("vase", "mug", "tea", "jug", "cup", "pot", "tin", "lid"));
    }

    @Test
    void countedCart_losesNoClick_andAddsUpAtSignIn() {
        PerUser perUser = declared();
        Device phone = new Device(perUser).signIn("ada");
        Device desk = new Device(perUser).signIn("ada");
        Visit visit = phone.begin();
        visit.session().get(CART).add("tea");
        desk.request(session -> session.get(CART).add("tea"));
        phone.end(visit);
        assertThat(quantities(desk)).isEqualTo(Map.of("tea", 2));
        Device guest = new Device(perUser);
        guest.request(session -> {
            for (int i = 0; i < 19; i++) {
                session.get(CART).add("tea");
            }
            session.get(CART).add("mug");
        });
        assertThat(quantities(guest.signIn("ada"))).isEqualTo(Map.of("tea", 20, "mug", 1));
    }

    private static Map<String, Integer> quantities(Device device) {
        Map<String, Integer> quantities = new LinkedHashMap<>();
        device.request(session -> session.get(CART).lines.forEach(line -> quantities.put(line.product, line.quantity)));
        return quantities;
    }

    @Test
    void typedAttributesWithoutARule() {
        Attribute<Map<String, Integer>> visits = Attribute.builder(
                        "visits", new TypeReference<Map<String, Integer>>() {})
                .counter()
                .build();
        Attribute<Map<String, String>> settings = Attribute.builder(
                        "settings", new TypeReference<Map<String, String>>() {})
                .build();
        Attribute<List<Item>> lines = Attribute.builder("lines", new TypeReference<List<Item>>() {})
                .itemIdentity("product")
                .build();
        Attribute<List<String>> history = Attribute.builder("history", new TypeReference<List<String>>() {})
                .build();
        PerUser perUser = perUser(builder -> builder.attributes(List.of(visits, settings, lines, history)));
        new Device(perUser).signIn("ada").request(session -> {
            session.put(visits, Map.of("home", 3));
            session.put(settings, new LinkedHashMap<>(Map.of("font", "small")));
            session.put(lines, List.of(new Item("tea", "loose"), new Item("mug", "")));
            session.put(history, List.of("a"));
        });
        Device guest = new Device(perUser);
        guest.request(session -> {
            session.put(visits, Map.of("home", 2));
            session.put(settings, new LinkedHashMap<>(Map.of("font", "large", "size", "A4")));
            session.put(lines, List.of(new Item("tea", "in bags"), new Item("jug", "")));
            session.put(history, List.of("a", "b"));
        });
        guest.signIn("ada").request(session -> {
            assertThat(session.get(visits)).isEqualTo(Map.of("home", 5));
            assertThat(session.get(settings)).isEqualTo(Map.of("font", "large", "size", "A4"));
            assertThat(session.get(lines))
                    .containsExactly(new Item("tea", "in bags"), new Item("mug", ""), new Item("jug", ""));
            assertThat(session.get(history)).containsExactly("a", "a", "b");
        });
    }

    @Test
    void customBehavior() {
        // snippet:custom-behavior
        MergeBehavior behavior = MergeBehavior.builder("GUEST_SCALARS")
                .on(MergeBehavior.Kind.SCALAR, MergeBehavior.Kind.SCALAR, MergeBehavior.Cell.right())
                .build();
        // end
        assertThat(behavior.merge(Map.of("a", 1, "l", List.of(1)), Map.of("a", 2, "l", List.of(2))))
                .isEqualTo(Map.of("a", 2, "l", List.of(1, 2)));
    }

    @Test
    void sessionMerger() {
        // snippet:session-merger
        SessionMerger accountWins = (user, guest) -> {
            Map<String, Object> merged = new LinkedHashMap<>(guest);
            merged.putAll(user);
            return merged;
        };
        // end
        PerUser perUser = perUser(builder -> builder.sessionMerger(accountWins));
        new Device(perUser).signIn("ada").request(session -> session.put("a", "user's"));
        Device guest = new Device(perUser);
        guest.request(session -> session.asMap().putAll(Map.of("a", "guest's", "b", "guest's")));
        guest.signIn("ada").request(session -> {
            assertThat(session.get("a")).contains("user's");
            assertThat(session.get("b")).contains("guest's");
        });
    }

    // snippet:report
    static String whatHappened(UserSession session) {
        StringBuilder text = new StringBuilder();
        session.takeMergeReport()
                .ifPresent(report -> report.entries()
                        .forEach(entry -> text.append(entry.attribute())
                                .append(' ')
                                .append(entry.outcome())
                                .append('\n')));
        return text.toString();
    }
    // end

    @Test
    void report() {
        PerUser perUser = declared();
        Device guest = new Device(perUser);
        guest.request(session -> session.put(THEME, Theme.DARK));
        guest.signIn("ada").request(session -> {
            assertThat(whatHappened(session)).isEqualTo("theme CARRIED\n");
            assertThat(whatHappened(session)).isEmpty();
        });
    }

    @Test
    void updates_areRunAgainOnTheNewest() {
        PerUser perUser = declared();
        Device phone = new Device(perUser).signIn("ada");
        Device desk = new Device(perUser).signIn("ada");
        Visit visit = phone.begin();
        UserSession session = visit.session();
        // snippet:update
        session.update(HIGH_SCORE, best -> Math.max(best, 40));
        // end
        // snippet:update-several
        session.update(inner -> {
            int bought =
                    inner.get(QUANTITIES).values().stream().mapToInt(n -> n).sum();
            inner.put("lastOrder", bought);
            inner.get(QUANTITIES).clear();
        });
        // end
        desk.request(other -> {
            other.put(HIGH_SCORE, 90);
            other.get(QUANTITIES).put("tea", 2);
        });
        phone.end(visit);
        desk.request(other -> {
            assertThat(other.get(HIGH_SCORE)).isEqualTo(90);
            assertThat(other.get("lastOrder")).contains(2);
            assertThat(other.get(QUANTITIES)).isEmpty();
        });
    }

    @Test
    void outsideOfRequests() {
        PerUser perUser = declared();
        // snippet:outside
        UserId ada = UserId.of("ada");
        int wishes = perUser.withSession(ada, session -> {
            session.get(WISHES).add("vase");
            return session.get(WISHES).size();
        });
        // end
        assertThat(wishes).isEqualTo(1);
        // snippet:accounts
        perUser.absorb(UserId.of("ada"), UserId.of("ada.lovelace")); // the account got a new name
        perUser.erase(UserId.of("ada.lovelace")); // the account was deleted
        // end
        perUser.withSession(ada, session -> {
            assertThat(session.names()).isEmpty();
            return true;
        });
    }
}
