package dev.peruser;

import static dev.peruser.CountingFixture.CART;
import static dev.peruser.CountingFixture.add;
import static dev.peruser.CountingFixture.cart;
import static dev.peruser.CountingFixture.lines;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.CountingFixture.Cart;
import dev.peruser.store.InMemorySessionStore;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;

/** Numbers inside a value that count: clicks of several requests, devices and sign-ins add up. */
class CountingTest {
    private final InMemorySessionStore store = new InMemorySessionStore();
    private final TestEngine engine = new TestEngine(store, builder -> builder.attribute(CART));

    /** Two requests that begin with the same state; the first is saved while the second runs. */
    private static String atOnce(
            TestEngine engine,
            Attribute<Cart> cart,
            Consumer<UserSession> before,
            Consumer<UserSession> first,
            Consumer<UserSession> second) {
        TestEngine.Browser phone = engine.browser().signIn("ada");
        TestEngine.Browser laptop = engine.browser().signIn("ada");
        phone.request(before);
        Visit visit = laptop.begin();
        visit.session().get(cart);
        phone.request(first);
        second.accept(visit.session());
        visit.commit();
        laptop.end(visit);
        return phone.ask(
                session -> session.contains("cart") ? session.get(cart).lines.toString() : "none");
    }

    private String atOnce(Consumer<UserSession> before, Consumer<UserSession> first, Consumer<UserSession> second) {
        return atOnce(engine, CART, before, first, second);
    }

    private static Consumer<UserSession> remove(String product) {
        return session -> session.get(CART).lines.removeIf(line -> line.product.equals(product));
    }

    @Test
    void quantityOfALine_thatBothChange_hasBothChanges() {
        assertThat(atOnce(add("tea", 1), add("tea", 1), add("tea", 1))).isEqualTo("[tea 3]");
    }

    @Test
    void firstLineOfAProduct_thatBothAdd_isOneLineWithTheSum() {
        assertThat(atOnce(session -> {}, add("tea", 1), add("tea", 1))).isEqualTo("[tea 2]");
        assertThat(atOnce(session -> session.remove(CART), add("tea", 1), add("tea", 2)))
                .isEqualTo("[tea 3]");
    }

    @Test
    void numbersOfMaps_andOfTheValueItself_countToo() {
        Consumer<UserSession> click = session -> {
            Cart cart = session.get(CART);
            cart.boxes.merge("small", 1, Integer::sum);
            cart.points += 10;
        };
        atOnce(click, click, click);
        Cart cart = engine.browser().signIn("ada").ask(session -> session.get(CART));
        assertThat(cart.boxes).containsExactly(Map.entry("small", 3));
        assertThat(cart.points).isEqualTo(30);
    }

    @Test
    void whatDoesNotCount_isTheLaterOnes() {
        assertThat(atOnce(
                        add("tea", 1),
                        session -> session.get(CART).lines.get(0).note = "first",
                        session -> session.get(CART).lines.get(0).note = "second"))
                .isEqualTo("[tea 1 second]");
    }

    @Test
    void sumBeyondABound_isTheBound_andWhatOneRequestStoresIsNotChecked() {
        assertThat(atOnce(add("tea", 18), add("tea", 2), add("tea", 2))).isEqualTo("[tea 20]");
        assertThat(atOnce(add("mug", 1), add("mug", -1), add("mug", -1))).isEqualTo("[tea 20, mug 0]");
        engine.browser().signIn("ada").request(add("tea", 5));
        assertThat(lines(engine.browser().signIn("ada"))).startsWith("[tea 25,");
    }

    @Test
    void removedLine_isGone_whateverTheOtherAddsToIt() {
        assertThat(atOnce(add("tea", 1), add("tea", 1), remove("tea"))).isEqualTo("[]");
        assertThat(atOnce(add("tea", 1), remove("tea"), add("tea", 1))).isEqualTo("[]");
        assertThat(atOnce(add("tea", 1), add("tea", 1), session -> session.remove(CART)))
                .isEqualTo("none");
        assertThat(atOnce(add("tea", 1), session -> session.remove(CART), add("tea", 1)))
                .isEqualTo("none");
    }

    @Test
    void update_isRunAgain_andCountsOnce() {
        Consumer<UserSession> update = session -> session.update(CART, cart -> {
            cart.add("tea", 1);
            return cart;
        });
        assertThat(atOnce(add("tea", 1), add("tea", 1), update)).isEqualTo("[tea 3]");
        assertThat(atOnce(
                        session -> {},
                        add("tea", 1),
                        add("tea", 1).andThen(update).andThen(add("tea", 1))))
                .isEqualTo("[tea 7]");
    }

    @Test
    void wholeValueThatIsPut_countsByItsDifference() {
        assertThat(atOnce(add("tea", 5), add("tea", 1), session -> {
                    Cart another = new Cart();
                    another.add("tea", 2);
                    session.put(CART, another);
                }))
                .isEqualTo("[tea 3]");
    }

    @Test
    void valueThatHasExpired_countsFromNothing_andTheChangeThatWasMadeOnItIsAdded() {
        Attribute<Cart> cart = cart(builder -> builder.expiresAfter(Duration.ofHours(1)));
        TestEngine hourly = new TestEngine(store, builder -> builder.attribute(cart));
        Consumer<UserSession> expire = session -> hourly.passes(Duration.ofHours(2));
        Consumer<UserSession> addOne = session -> session.get(cart).add("tea", 1);
        TestEngine.Browser phone = hourly.browser().signIn("ada");
        phone.request(session -> session.get(cart).add("tea", 5));
        Visit visit = hourly.browser().signIn("ada").begin();
        addOne.accept(visit.session());
        phone.request(expire);
        phone.request(addOne);
        visit.commit();
        String lines = phone.ask(session -> session.get(cart).lines.toString());
        assertThat(lines).isEqualTo("[tea 2]");
    }

    @Test
    void fieldsThatThisVersionDoesNotKnow_survive() {
        record OldLine(String product, int quantity) {}
        record OldCart(List<OldLine> lines) {}
        Attribute<OldCart> old = Attribute.builder("cart", OldCart.class)
                .itemIdentityIn("lines", "product")
                .counts("lines.quantity")
                .build();
        TestEngine older = new TestEngine(store, builder -> builder.attribute(old));
        TestEngine.Browser phone = engine.browser().signIn("ada");
        phone.request(add("tea", 1).andThen(session -> {
            session.get(CART).lines.get(0).note = "green";
            session.get(CART).points = 7;
        }));
        Visit visit = older.browser().signIn("ada").begin();
        OldCart seen = visit.session().get(old);
        phone.request(add("tea", 1));
        visit.session()
                .put(
                        old,
                        new OldCart(
                                List.of(new OldLine("tea", seen.lines().get(0).quantity() + 1))));
        visit.commit();
        Cart cart = phone.ask(session -> session.get(CART));
        assertThat(cart.lines).hasToString("[tea 3 green]");
        assertThat(cart.points).isEqualTo(7);
    }

    // ---- whole attributes

    @Test
    void counter_hasBoundsToo_alsoForSums() {
        Attribute<Integer> stock = Attribute.builder("stock", Integer.class)
                .defaultValue(0)
                .counter(Bounds.atLeast(0))
                .build();
        Attribute<Map<String, Integer>> quantities = Attribute.builder(
                        "quantities", new TypeReference<Map<String, Integer>>() {})
                .defaultValue(LinkedHashMap::new)
                .counter(Bounds.atMost(99))
                .mergeBy(Merger.sum())
                .build();
        Attribute<BigDecimal> credit = Attribute.builder("credit", BigDecimal.class)
                .defaultValue(BigDecimal.ZERO)
                .counter(Bounds.atMost(new BigDecimal("9.99")))
                .mergeBy(Merger.sum())
                .build();
        TestEngine own = new TestEngine(
                builder -> builder.attribute(stock).attribute(quantities).attribute(credit));
        TestEngine.Browser phone = own.browser().signIn("ada");
        phone.request(session -> session.put(stock, 1));
        Visit visit = own.browser().signIn("ada").begin();
        visit.session().put(stock, visit.session().get(stock) - 1);
        phone.request(session -> {
            session.put(stock, session.get(stock) - 1);
            session.get(quantities).put("tea", Integer.MAX_VALUE);
            session.put(credit, new BigDecimal("5.00"));
        });
        visit.commit();
        TestEngine.Browser guest = own.browser();
        guest.request(session -> {
            session.get(quantities).put("tea", Integer.MAX_VALUE);
            session.put(credit, new BigDecimal("5.00"));
        });
        guest.signIn("ada").request(session -> {
            assertThat(session.get(stock)).isZero();
            assertThat(session.get(quantities)).containsExactly(Map.entry("tea", 99));
            assertThat(session.get(credit)).isEqualTo("9.99");
        });
    }

    // ---- many clicks

    /** n devices click on "add one" of some products, in any order, with saves that fail or are lost on the way. */
    @Test
    void clicks_addUp_inWhateverOrder_withWhateverRetries() {
        String kinds = "conflict; first line made by several; clamped; save sent twice; answer lost; many rounds";
        Cases.check(600, kinds, cases -> {
            List<FaultyStore.Fault> script = new ArrayList<>();
            FaultyStore faulty = new FaultyStore(() -> script.isEmpty() ? FaultyStore.Fault.NONE : script.remove(0));
            List<Visit> visits = new ArrayList<>();
            Map<String, Integer> expected = new LinkedHashMap<>();
            int devices = cases.between(2, 5);
            boolean isMadeBefore = cases.oneIn(2);
            String product = "p" + cases.below(2);
            TestEngine first = new TestEngine(faulty, builder -> builder.attribute(CART));
            if (isMadeBefore) {
                int before = cases.between(1, 15);
                first.browser().signIn("ada").request(add(product, before));
                expected.put(product, before);
            }
            for (int i = 0; i < devices; i++) {
                TestEngine own = new TestEngine(faulty, builder -> builder.attribute(CART)); // a process of its own
                Visit visit = own.browser().signIn("ada").begin();
                for (int clicks = cases.between(1, 3); clicks > 0; clicks--) {
                    String clicked = cases.oneIn(3) ? "p" + cases.below(2) : product;
                    add(clicked, 1).accept(visit.session());
                    expected.merge(clicked, 1, Integer::sum);
                }
                visits.add(visit);
            }
            int fault = cases.below(3);
            while (!visits.isEmpty()) {
                if (fault > 0) {
                    script.add(fault == 1 ? FaultyStore.Fault.SENT_TWICE : FaultyStore.Fault.FAILS_AFTER_EFFECT);
                }
                visits.remove(cases.below(visits.size())).commit();
                script.clear();
            }
            Cart cart = first.browser().signIn("ada").ask(session -> session.get(CART));
            Map<String, Integer> counted = new LinkedHashMap<>();
            cart.lines.forEach(line -> counted.merge(line.product, line.quantity, Integer::sum));
            cases.hitIf(!isMadeBefore, "first line made by several");
            cases.hitIf(expected.values().stream().anyMatch(sum -> sum > 20), "clamped");
            cases.hitIf(fault == 1, "save sent twice");
            cases.hitIf(fault == 2, "answer lost");
            cases.hitIf(devices > 3, "many rounds");
            cases.hit("conflict");
            expected.replaceAll((name, sum) -> Math.min(20, sum));
            assertThat(counted).isEqualTo(expected);
            assertThat(cart.lines).hasSameSizeAs(counted.keySet());
        });
    }
}
