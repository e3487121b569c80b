package dev.peruser.it.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.peruser.GuestToken;
import dev.peruser.PerUser;
import dev.peruser.UserId;
import dev.peruser.Visit;
import dev.peruser.Visitor;
import java.net.HttpCookie;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Nobody sees or gets what is somebody else's. */
interface ForeignDataScenarios extends OnAStore {
    /** Two loads, then saves that announce, claim, absorb and release. */
    int CALLS_OF_A_SIGN_IN = 6;

    int CLAIMED = 4;

    @Test
    default void scenario07_userSwitchWithoutSignOut_showsNothingOfTheOther() {
        String ada = newName("ada");
        String bob = newName("bob");
        ShopBrowser shared = userWith(ada, "apple", 3);
        shared.signIn(bob);
        assertThat(shared.cart()).isEmpty();
        shared.add("pear", 1);
        shared.signIn(ada);
        assertThat(shared.cart()).isEqualTo("apple:3");
        assertThat(browser().signIn(bob).cart()).isEqualTo("pear:1");
        // Within one request, too: what was added before the switch is Ada's, what is added after it is the new one's.
        String cyd = newName("cyd");
        shared.post("/register", "name", cyd);
        assertThat(shared.cart()).isEqualTo("gift:1");
        assertThat(browser().signIn(ada).cart()).isEqualTo("apple:3,brochure:1");
    }

    @Test
    default void scenario08_signInCookieGone_guestCookieKept_nextAccountGetsNothing() {
        String ada = newName("ada");
        String bob = newName("bob");
        ShopBrowser shared = guestWith("apple", 3);
        HttpCookie kept = shared.guestCookies().get(0);
        shared.signIn(ada);
        shared.lose("JSESSIONID");
        shared.add(kept);
        assertThat(shared.copy().cart()).isEmpty();
        assertThat(shared.signIn(bob).cart()).isEmpty();
        assertThat(browser().signIn(ada).cart()).isEqualTo("apple:3");

        // The store could not merge at the sign-in, so that the cookie had to be kept.
        String cyd = newName("cyd");
        ShopBrowser kiosk = guestWith("plum", 2);
        store().onCalls().fail();
        kiosk.signIn(cyd);
        store().recover();
        assertThat(kiosk.guestCookies()).hasSize(1);
        kiosk.lose("JSESSIONID");
        assertThat(kiosk.cart()).isEmpty();
        assertThat(kiosk.signIn(bob).cart()).isEmpty();
        assertThat(kiosk.signIn(cyd).cart()).isEqualTo("plum:2");
    }

    @Test
    default void scenario09_impersonation_movesNoCartInEitherDirection() {
        String admin = newName("admin");
        String ada = newName("ada");
        ShopBrowser desk = userWith(admin, "stapler", 1);
        ShopBrowser phone = userWith(ada, "apple", 3);
        guestWith("plum", 2).guestCookies().forEach(desk::add); // picked on this browser before the sign-in
        assertThat(desk.get("/impersonate?username=" + ada).statusCode()).isEqualTo(302);
        assertThat(desk.text("/who")).isEqualTo(ada);
        assertThat(desk.cart()).isEqualTo("apple:3");
        desk.add("gift", 1);
        assertThat(phone.cart()).isEqualTo("apple:3,gift:1");
        desk.get("/impersonate/exit");
        assertThat(desk.text("/who")).isEqualTo(admin);
        assertThat(desk.cart()).isEqualTo("stapler:1,plum:2");
        assertThat(phone.cart()).isEqualTo("apple:3,gift:1");
    }

    @Test
    default void scenario11_emptyOrEqualIds_shareNothing() {
        String unknownToken = "A".repeat(43);
        for (String[] cookie : new String[][] {
            {"peruser.", ""},
            {"peruser.00000000", ""},
            {"peruser.00000000", "null"},
            {"peruser.00000000", "0"},
            {"peruser." + shortNameOf(unknownToken), unknownToken}
        }) {
            ShopBrowser one = browser();
            ShopBrowser other = browser();
            one.add(cookie[0], cookie[1]);
            other.add(cookie[0], cookie[1]);
            one.add("apple", 3);
            assertThat(other.cart()).isEmpty();
            other.add("pear", 1);
            assertThat(one.cart()).isEqualTo("apple:3");
            assertThat(other.cart()).isEqualTo("pear:1");
        }
        // A principal without a name is nobody's account.
        ShopBrowser one = browser();
        ShopBrowser other = browser();
        assertThat(one.get("/who", "X-Token", " ").body()).isEqualTo("guest");
        one.post("/sign-in-in-code", "name", " ");
        other.post("/sign-in-in-code", "name", " ");
        one.add("apple", 3);
        assertThat(other.cart()).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> UserId.of(" "));
    }

    private static String shortNameOf(String token) {
        return dev.peruser.GuestToken.parse(token).orElseThrow().shortName();
    }

    @Test
    default void scenario12_forgedOrSequentialId_readsNothingOfAnother() {
        String ada = newName("ada");
        userWith(ada, "apple", 3);
        ShopBrowser guest = guestWith("pear", 1);
        HttpCookie cookie = guest.guestCookies().get(0);
        String token = cookie.getValue();
        char last = token.charAt(token.length() - 5);
        String next = token.substring(0, token.length() - 5)
                + (last == 'z' ? 'y' : (char) (last + 1))
                + token.substring(token.length() - 4);
        String stored = dev.peruser.GuestToken.parse(token).orElseThrow().shortName();
        for (String forged : List.of(
                next, "user:" + ada, "u:" + ada, "u::" + ada, "g:" + stored, ada, "1", "2", token + ".", "../" + ada)) {
            ShopBrowser thief = browser();
            thief.add(cookie.getName(), forged);
            dev.peruser.GuestToken.parse(forged)
                    .ifPresent(parsed -> thief.add("peruser." + parsed.shortName(), forged));
            assertThat(thief.get("/cart").body()).as(forged).isEmpty();
            assertThat(thief.add("plum", 1)).as(forged).isEqualTo(200);
            assertThat(thief.cart()).as(forged).isEqualTo("plum:1");
            assertThat(thief.guestCookies())
                    .as(forged)
                    .noneMatch(one -> one.getName().equals(cookie.getName())
                            && one.getValue().equals(token));
        }
        assertThat(guest.cart()).isEqualTo("pear:1");
        assertThat(browser().signIn(ada).cart()).isEqualTo("apple:3");
    }

    @Test
    default void scenario26_privileges_doNotTravel() {
        String ada = newName("ada");
        String bob = newName("bob");
        ShopBrowser shared = browser().signIn(ada);
        shared.post("/voucher", "code", "HALF");
        assertThat(shared.text("/privileges")).isEqualTo("HALF,wholesale");
        shared.signIn(bob);
        assertThat(shared.text("/privileges")).isEqualTo("none,none");
        shared.signOut();
        assertThat(shared.text("/privileges")).isEqualTo("none,none");
        // What a name marks as not to be carried stays with the guest.
        shared.post("/voucher", "code", "TENTH");
        shared.signIn(bob);
        assertThat(shared.text("/privileges")).isEqualTo("TENTH,none");
        assertThat(browser().signIn(ada).text("/privileges")).isEqualTo("HALF,wholesale");
    }

    @Test
    default void scenario38_userDeletedWhileSignedIn_noRequestFailsWith500_andNobodyInherits() {
        String ada = newName("ada");
        ShopBrowser desk = browser();
        desk.post("/login", "username", ada, "password", "pw", "remember-me", "on");
        desk.add("apple", 3);
        CompletableFuture<HttpResponse<String>> slow = desk.copy().sendPost("/slow", "gate", ada, "sku", "late");
        shop().gates().awaitArrival(ada);
        shop().accounts().delete(ada);
        assertThat(shop().perUser().erase(UserId.of(ada))).isTrue();
        shop().gates().open(ada);
        assertThat(slow.join().statusCode()).as("can't be saved, and says so").isEqualTo(503);
        // The browser is signed in still, as long as the container's session lives.
        assertThat(desk.get("/cart").statusCode()).isEqualTo(200);
        assertThat(desk.cart()).isEmpty();
        assertThat(desk.get("/notice").statusCode()).isEqualTo(200);
        desk.lose("JSESSIONID");
        assertThat(desk.get("/cart").statusCode()).isEqualTo(200);
        assertThat(desk.text("/who")).isEqualTo("guest");
        // The name is given to somebody else.
        ShopBrowser newcomer = browser();
        newcomer.post("/sign-in-in-code", "name", ada);
        assertThat(newcomer.cart()).isEmpty();
        newcomer.add("pear", 1);
        assertThat(newcomer.cart()).isEqualTo("pear:1");
    }

    /** Not a number of the document: how an erasure looks in the store itself. */
    @Test
    default void erasedUser_leavesNothingInTheStore_alsoIfTheSignInWasCutShort() {
        for (int calls = 0; calls <= CALLS_OF_A_SIGN_IN; calls++) {
            UserId ada = UserId.of(newName("ada"));
            String secret = newName("secret");
            PerUser perUser = engine().build();
            perUser.withSession(ada, session -> session.list("cart").add(secret));
            Visit guest = perUser.visit(Visitor::guest, List.of());
            guest.session().list("cart").add(secret);
            guest.commit();
            List<GuestToken> tokens = guest.takeTokenChanges().toSet();
            store().onCalls().after(calls).fail();
            Visit signIn = perUser.visit(() -> Visitor.user(ada), tokens);
            signIn.observe();
            signIn.commit();
            store().recover();
            assertThat(perUser.export(ada).toJson()).contains(secret);
            assertThat(perUser.erase(ada)).isTrue();
            assertThat(perUser.export(ada).toJson()).doesNotContain(secret);
            // What was not claimed yet is still the guest's own.
            assertThat(content().holding(secret))
                    .as("sign-in cut short after " + calls + " calls")
                    .hasSize(calls < CLAIMED ? 1 : 0);
        }
    }
}
