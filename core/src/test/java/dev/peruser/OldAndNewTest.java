package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.peruser.store.InMemorySessionStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * Two versions of an application at the same store at the same time, with two versions of a class: what either knows is
 * kept, within a request, when they meet in a conflict, and at a sign-in.
 */
class OldAndNewTest {
    // ---- the older version: knows a note that the newer has dropped, and the quantity under its old name

    record OldCart(String note, OldAddress address, List<OldLine> lines) {}

    record OldAddress(String city) {}

    record OldLine(String sku, int quantity, OldKind kind) {}

    enum OldKind {
        GOODS
    }

    // ---- the newer version: has a coupon, a country, gifts; calls the quantity count

    record NewCart(NewAddress address, List<NewLine> lines, String coupon) {}

    record NewAddress(String city, String country) {}

    record NewLine(String sku, int count, NewKind kind, Gift gift) {}

    record Gift(String text) {}

    enum NewKind {
        GOODS,
        VOUCHER
    }

    private static final Attribute<OldCart> OLD = Attribute.builder("cart", OldCart.class)
            .itemIdentityIn("lines", "sku")
            .build();
    private static final Attribute<NewCart> NEW = Attribute.builder("cart", NewCart.class)
            .itemIdentityIn("lines", "sku")
            .build();

    private final InMemorySessionStore store = new InMemorySessionStore();
    private final TestEngine older = new TestEngine(store, builder -> builder.attribute(OLD));
    private final TestEngine newer = new TestEngine(store, builder -> builder.attribute(NEW));
    private final TestEngine plain = new TestEngine(store);
    private final TestEngine.Browser onOlder = older.browser().signIn("ada");
    private final TestEngine.Browser onNewer = newer.browser().signIn("ada");

    private static OldCart oldCart() {
        return new OldCart(
                "ring twice",
                new OldAddress("London"),
                List.of(new OldLine("tea", 1, OldKind.GOODS), new OldLine("cup", 2, OldKind.GOODS)));
    }

    private static NewCart newCart() {
        return new NewCart(
                new NewAddress("London", "GB"),
                List.of(
                        new NewLine("tea", 1, NewKind.GOODS, new Gift("for you")),
                        new NewLine("cup", 2, NewKind.GOODS, null)),
                "SPRING");
    }

    private static NewCart withCoupon(NewCart cart, String coupon) {
        return new NewCart(cart.address(), cart.lines(), coupon);
    }

    private static OldCart withQuantities(OldCart cart, int quantity) {
        return new OldCart(
                cart.note(),
                cart.address(),
                cart.lines().stream()
                        .map(line -> new OldLine(line.sku(), quantity, line.kind()))
                        .toList());
    }

    private OldCart atOlder() {
        return onOlder.ask(session -> session.get(OLD));
    }

    private NewCart atNewer() {
        return onNewer.ask(session -> session.get(NEW));
    }

    /** What is stored, without any class. */
    private Map<?, ?> stored() {
        return (Map<?, ?>)
                plain.browser().signIn("ada").ask(session -> session.get("cart").orElseThrow());
    }

    private Map<Object, Map<?, ?>> storedLines() {
        Map<Object, Map<?, ?>> lines = new LinkedHashMap<>();
        ((List<?>) stored().get("lines")).forEach(line -> lines.put(((Map<?, ?>) line).get("sku"), (Map<?, ?>) line));
        return lines;
    }

    private static Map<?, ?> map(Object value) {
        return (Map<?, ?>) value;
    }

    // ---- one after the other

    @Test
    void addedFields_atTheTop_nested_andInLists_surviveAChangeByTheOlder() {
        onNewer.request(session -> session.put(NEW, newCart()));
        onOlder.request(session -> session.update(
                OLD,
                cart -> new OldCart(
                        "new note",
                        new OldAddress("Paris"),
                        withQuantities(cart, 7).lines())));
        NewCart cart = atNewer();
        assertThat(cart.coupon()).isEqualTo("SPRING");
        assertThat(cart.address()).isEqualTo(new NewAddress("Paris", "GB"));
        assertThat(cart.lines().get(0).gift()).isEqualTo(new Gift("for you"));
        assertThat(storedLines().get("tea").get("quantity")).isEqualTo(7);
        assertThat(stored().get("note")).isEqualTo("new note");
    }

    @Test
    void removedField_survivesAChangeByTheNewer() {
        onOlder.request(session -> session.put(OLD, oldCart()));
        onNewer.request(session -> session.update(NEW, cart -> withCoupon(cart, "SPRING")));
        assertThat(atOlder()).isEqualTo(oldCart());
    }

    @Test
    void renamedField_isTwoFields_eachOfWhichItsVersionKeeps() {
        onOlder.request(session -> session.put(OLD, oldCart()));
        assertThat(atNewer().lines().get(1).count())
                .as("a new name knows nothing of the old one's value")
                .isZero();
        onNewer.request(session -> session.update(
                NEW,
                cart -> new NewCart(
                        cart.address(),
                        cart.lines().stream()
                                .map(line -> new NewLine(line.sku(), 9, line.kind(), line.gift()))
                                .toList(),
                        cart.coupon())));
        assertThat(atOlder()).isEqualTo(oldCart());
        assertThat(atNewer().lines()).allMatch(line -> line.count() == 9).hasSize(2);
    }

    @Test
    void lineRemovedByTheOlder_isGoneWithAllItsFields_theOthersKeepTheirs() {
        onNewer.request(session -> session.put(NEW, newCart()));
        onOlder.request(session -> session.update(
                OLD,
                cart -> new OldCart(cart.note(), cart.address(), cart.lines().subList(0, 1))));
        NewCart cart = atNewer();
        assertThat(cart.lines()).containsExactly(new NewLine("tea", 1, NewKind.GOODS, new Gift("for you")));
    }

    @Test
    void unknownConstantInALine_failsTheAttributeForTheOlder_alone_andSurvives() {
        NewCart cart = new NewCart(null, List.of(new NewLine("card", 1, NewKind.VOUCHER, null)), null);
        onNewer.request(session -> session.put(NEW, cart));
        onOlder.request(session -> {
            assertThatExceptionOfType(SessionDataException.class).isThrownBy(() -> session.get(OLD));
            session.put("other", 1);
        });
        assertThat(atNewer()).isEqualTo(cart);
        onNewer.request(session -> assertThat(session.get("other")).contains(1));
    }

    // ---- in a conflict

    /** One version has a request open while the other saves. */
    private static <T> void meet(
            TestEngine.Browser slow, Attribute<T> its, UnaryOperator<T> change, Runnable meanwhile) {
        Visit visit = slow.begin();
        visit.session().put(its, change.apply(visit.session().get(its)));
        meanwhile.run();
        visit.commit();
        slow.end(visit);
    }

    @Test
    void conflict_ofTheOlderWithTheNewer_keepsBothChanges() {
        onNewer.request(session -> session.put(NEW, newCart()));
        onOlder.request(session -> session.update(OLD, cart -> withQuantities(cart, 3)));
        meet(
                onOlder,
                OLD,
                cart -> new OldCart(
                        "older's note",
                        new OldAddress("Paris"),
                        List.of(new OldLine("tea", 8, OldKind.GOODS), new OldLine("pot", 1, OldKind.GOODS))),
                () -> onNewer.request(session -> session.update(
                        NEW,
                        cart -> new NewCart(
                                new NewAddress("London", "FR"),
                                List.of(
                                        new NewLine("tea", 5, NewKind.GOODS, new Gift("changed")),
                                        new NewLine("cup", 2, NewKind.GOODS, null),
                                        new NewLine("jam", 4, NewKind.GOODS, new Gift("sweet"))),
                                "SUMMER"))));
        NewCart cart = atNewer();
        assertThat(cart.coupon()).isEqualTo("SUMMER");
        assertThat(cart.address()).isEqualTo(new NewAddress("Paris", "FR"));
        assertThat(cart.lines())
                .containsExactlyInAnyOrder(
                        new NewLine("tea", 5, NewKind.GOODS, new Gift("changed")),
                        new NewLine("jam", 4, NewKind.GOODS, new Gift("sweet")),
                        new NewLine("pot", 0, NewKind.GOODS, null));
        assertThat(storedLines().get("tea").get("quantity")).isEqualTo(8);
        assertThat(stored().get("note")).isEqualTo("older's note");
    }

    @Test
    void conflict_ofTheNewerWithTheOlder_keepsBothChanges() {
        onOlder.request(session -> session.put(OLD, oldCart()));
        meet(
                onNewer,
                NEW,
                cart -> new NewCart(
                        new NewAddress("London", "GB"),
                        List.of(
                                new NewLine("tea", 6, NewKind.GOODS, new Gift("wrapped")),
                                cart.lines().get(1)),
                        "SPRING"),
                () -> onOlder.request(session -> session.update(
                        OLD,
                        cart -> new OldCart(
                                "changed",
                                new OldAddress("Rome"),
                                withQuantities(cart, 9).lines()))));
        assertThat(atOlder())
                .isEqualTo(new OldCart(
                        "changed",
                        new OldAddress("Rome"),
                        List.of(new OldLine("tea", 9, OldKind.GOODS), new OldLine("cup", 9, OldKind.GOODS))));
        NewCart cart = atNewer();
        assertThat(cart.coupon()).isEqualTo("SPRING");
        assertThat(cart.address()).isEqualTo(new NewAddress("Rome", "GB"));
        assertThat(cart.lines().get(0)).isEqualTo(new NewLine("tea", 6, NewKind.GOODS, new Gift("wrapped")));
    }

    record Text(String value, int other) {}

    record Structured(Map<String, String> value, int other) {}

    private static final Attribute<Text> AS_TEXT = Attribute.of("changed", Text.class);
    private static final Attribute<Structured> AS_MAP = Attribute.of("changed", Structured.class);

    @Test
    void conflict_withAValueOfAnotherType_refusesTheOlder_andLosesNothingOfTheNewer() {
        TestEngine.Browser text = new TestEngine(store, builder -> builder.attribute(AS_TEXT))
                .browser()
                .signIn("ada");
        TestEngine.Browser structured = new TestEngine(store, builder -> builder.attribute(AS_MAP))
                .browser()
                .signIn("ada");
        text.request(session -> session.put(AS_TEXT, new Text("before", 1)));
        Structured theirs = new Structured(Map.of("now", "structured"), 1);
        Visit visit = text.begin();
        visit.session().put(AS_TEXT, new Text("before", 2));
        structured.request(session -> session.put(AS_MAP, theirs));
        assertThatExceptionOfType(SessionDataException.class)
                .isThrownBy(visit::commit)
                .withMessageContaining("another version");
        structured.request(session -> assertThat(session.get(AS_MAP)).isEqualTo(theirs));
    }

    @Test
    void conflict_withAnUnknownConstant_refusesTheOlder_andLosesNothingOfTheNewer() {
        onNewer.request(session -> session.put(NEW, newCart()));
        NewCart theirs = new NewCart(
                new NewAddress("London", "GB"), List.of(new NewLine("tea", 1, NewKind.VOUCHER, null)), null);
        Visit visit = onOlder.begin();
        visit.session().put(OLD, withQuantities(visit.session().get(OLD), 4));
        onNewer.request(session -> session.put(NEW, theirs));
        assertThatExceptionOfType(SessionDataException.class).isThrownBy(visit::commit);
        assertThat(atNewer()).isEqualTo(theirs);
    }

    // ---- at a sign-in

    private void signIn(TestEngine.Browser guest, TestEngine server) {
        TestEngine.Browser there = server.browser();
        guest.tokens().forEach(there::present);
        there.signIn("ada").request(UserSession::names);
    }

    @Test
    void signIn_atTheOlder_ofAGuestOfTheNewer_keepsWhatBothKnow() {
        onOlder.request(session -> session.put(OLD, oldCart()));
        TestEngine.Browser guest = newer.browser();
        guest.request(session -> session.put(
                NEW,
                new NewCart(
                        new NewAddress("Oslo", "NO"),
                        List.of(
                                new NewLine("tea", 3, NewKind.GOODS, new Gift("g")),
                                new NewLine("pen", 1, NewKind.GOODS, null)),
                        "GUEST")));
        signIn(guest, older);
        NewCart cart = atNewer();
        assertThat(cart.coupon()).isEqualTo("GUEST");
        assertThat(cart.address()).isEqualTo(new NewAddress("Oslo", "NO"));
        assertThat(cart.lines()).extracting(NewLine::sku).containsExactlyInAnyOrder("tea", "cup", "pen");
        assertThat(cart.lines()).anyMatch(line -> new Gift("g").equals(line.gift()) && line.count() == 3);
        assertThat(stored().get("note")).isEqualTo("ring twice");
        assertThat(storedLines().get("cup").get("quantity")).isEqualTo(2);
    }

    @Test
    void signIn_atTheNewer_ofAGuestOfTheOlder_keepsWhatBothKnow() {
        onNewer.request(session -> session.put(NEW, newCart()));
        TestEngine.Browser guest = older.browser();
        guest.request(session -> session.put(
                OLD,
                new OldCart("guest's note", new OldAddress("Oslo"), List.of(new OldLine("pen", 4, OldKind.GOODS)))));
        signIn(guest, newer);
        NewCart cart = atNewer();
        assertThat(cart.coupon()).isEqualTo("SPRING");
        assertThat(cart.address()).isEqualTo(new NewAddress("Oslo", "GB"));
        assertThat(cart.lines()).hasSize(3);
        assertThat(stored().get("note")).isEqualTo("guest's note");
        assertThat(storedLines().get("pen").get("quantity")).isEqualTo(4);
    }

    @Test
    void signIn_byARuleOfTheOlder_keepsFieldsOfTheGuestsLines_thatTheRuleDoesNotKnow() {
        Attribute<OldCart> ruled = Attribute.builder("cart", OldCart.class)
                .itemIdentityIn("lines", "sku")
                .mergeBy((user, guest) -> {
                    List<OldLine> lines = new ArrayList<>(user.lines());
                    lines.addAll(guest.lines());
                    return new OldCart(user.note(), user.address(), lines);
                })
                .build();
        onNewer.request(session -> session.put(NEW, newCart()));
        TestEngine.Browser guest = newer.browser();
        guest.request(session -> session.put(
                NEW,
                new NewCart(
                        new NewAddress("Oslo", "NO"),
                        List.of(new NewLine("pen", 6, NewKind.GOODS, new Gift("from the guest"))),
                        "GUEST")));
        signIn(guest, new TestEngine(store, builder -> builder.attribute(ruled)));
        NewCart cart = atNewer();
        assertThat(cart.lines())
                .containsExactly(
                        newCart().lines().get(0),
                        newCart().lines().get(1),
                        new NewLine("pen", 6, NewKind.GOODS, new Gift("from the guest")));
        assertThat(cart.address()).isEqualTo(new NewAddress("London", "GB"));
        assertThat(cart.coupon())
                .as("of two that the rule doesn't know, the user's")
                .isEqualTo("SPRING");
    }

    @Test
    void signIn_withAnUnknownConstant_keepsTheUsers_andTheGuestsInTheReport() {
        onOlder.request(session -> session.put(OLD, oldCart()));
        TestEngine.Browser guest = newer.browser();
        guest.request(session ->
                session.put(NEW, new NewCart(null, List.of(new NewLine("card", 1, NewKind.VOUCHER, null)), null)));
        signIn(guest, older);
        onOlder.request(session -> assertThat(session.get(OLD)).isEqualTo(oldCart()));
        MergeReport.Entry entry = onOlder.ask(
                session -> session.takeMergeReport().orElseThrow().entries().get(0));
        assertThat(entry.outcome()).isEqualTo(MergeReport.Outcome.UNREADABLE);
        List<?> lines = (List<?>) map(entry.guestValue()).get("lines");
        assertThat(map(lines.get(0)).get("kind")).isEqualTo("VOUCHER");
    }
}
