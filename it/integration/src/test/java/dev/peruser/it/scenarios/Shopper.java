package dev.peruser.it.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Somebody who sends one request after the other, to each server in turn, and remembers what was acknowledged. Each
 * item is put into the cart once, and no two shoppers have an item in common.
 */
final class Shopper {
    private static final int LOOK_EVERY = 4;

    private final String name;
    private List<ShopBrowser> browsers;
    private final Set<String> acknowledged = new LinkedHashSet<>();
    private final Set<String> refused = new LinkedHashSet<>();
    private final List<Burst.Answer> answers = new ArrayList<>();
    private final List<AssertionError> wrong = new CopyOnWriteArrayList<>();
    private final CountDownLatch isShopping = new CountDownLatch(2 * LOOK_EVERY);
    private int requests;
    private boolean isMerging;

    Shopper(String name, List<ShopBrowser> browsers) {
        this.name = name;
        this.browsers = List.copyOf(browsers);
    }

    String name() {
        return name;
    }

    ShopBrowser browser() {
        return browsers.get(0);
    }

    List<Burst.Answer> answers() {
        return answers;
    }

    int items() {
        return acknowledged.size();
    }

    /** The next request: mostly one that adds something. */
    void goOn() {
        try {
            if (requests % LOOK_EVERY == 0) {
                look();
            } else {
                add();
            }
        } catch (AssertionError error) {
            wrong.add(error);
        }
        isShopping.countDown();
    }

    void awaitAFewRequests() throws InterruptedException {
        assertThat(isShopping.await(10, TimeUnit.SECONDS)).isTrue();
    }

    private HttpResponse<String> timed(Supplier<HttpResponse<String>> request) {
        long start = System.nanoTime();
        HttpResponse<String> answer = request.get();
        answers.add(new Burst.Answer(answer.statusCode(), Duration.ofNanos(System.nanoTime() - start)));
        return answer;
    }

    private ShopBrowser next() {
        return browsers.get(requests++ % browsers.size());
    }

    /** Puts something new into the cart. */
    int add() {
        String sku = name + "." + requests;
        ShopBrowser browser = next();
        int status = timed(() -> browser.post("/cart/add", "sku", sku)).statusCode();
        (status == 200 ? acknowledged : refused).add(sku + ":1");
        return status;
    }

    private void look() {
        ShopBrowser browser = next();
        HttpResponse<String> answer = timed(() -> browser.get("/cart"));
        if (answer.statusCode() != 200) {
            return;
        }
        if (isMerging) {
            assertNothingForeignOrDoubled(lines(answer.body()));
        } else {
            assertCart(answer.body());
        }
    }

    /**
     * On the first server, and stays with it, since the other one doesn't know the container's session. It goes
     * through, whatever happens; what was a guest's may be carried later.
     */
    void signIn() {
        isMerging = true;
        browsers = List.of(browser());
        HttpResponse<String> answer = timed(() -> browser().sendSignIn(name).join());
        assertThat(answer.statusCode()).as("the sign-in goes through").isEqualTo(302);
        assertThat(answer.headers().firstValue("Location").orElse("")).doesNotContain("error");
    }

    private static List<String> lines(String cart) {
        return Stream.of(cart.split(",")).filter(line -> !line.isEmpty()).toList();
    }

    private void assertNothingForeignOrDoubled(List<String> lines) {
        Set<String> own = new LinkedHashSet<>(acknowledged);
        own.addAll(refused);
        assertThat(lines).as(name).doesNotHaveDuplicates().isSubsetOf(own);
    }

    /** Each acknowledged item is in it, once, and nothing but what this shopper put there. */
    void assertCart(String cart) {
        assertNothingForeignOrDoubled(lines(cart));
        assertThat(lines(cart)).as(name).containsAll(acknowledged);
    }

    /** On each of the browsers; and whenever this shopper looked, the cart was right. */
    void assertCartsAreRight() {
        assertThat(wrong).as(name).isEmpty();
        browsers.forEach(browser -> assertCart(browser.cart()));
    }
}
