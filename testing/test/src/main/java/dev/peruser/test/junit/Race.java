package dev.peruser.test.junit;

import dev.peruser.ConflictException;
import dev.peruser.StoreException;
import dev.peruser.UserSession;
import dev.peruser.test.TestBrowser;
import dev.peruser.test.TestRequest;
import java.util.function.Consumer;

/** Two requests in one of the orders that they can have; the parameter of a {@link RaceTest}. Immutable. */
public final class Race {
    private final Order order;

    /** In an order of the caller's choice, without {@link RaceTest}. */
    public Race(Order order) {
        this.order = order;
    }

    /** The orders of two requests. */
    public enum Order {
        /** The first is over before the second begins. */
        FIRST_THEN_SECOND("the first request, then the second"),
        /** The second is over before the first begins. */
        SECOND_THEN_FIRST("the second request, then the first"),
        /** Both have read before either saves, and the first saves first. */
        FIRST_SAVES_FIRST("at the same time, the first saves first"),
        /** Both have read before either saves, and the second saves first. */
        SECOND_SAVES_FIRST("at the same time, the second saves first");

        private final String words;

        Order(String words) {
            this.words = words;
        }

        /** The order in words, as it is in the name of the test. */
        @Override
        public String toString() {
            return words;
        }
    }

    /** Which order it is. */
    public Order order() {
        return order;
    }

    /**
     * Makes the two requests. Both can be of one browser, as from two tabs.
     *
     * @throws StoreException if one of the requests fails, like the other exceptions of {@link TestBrowser#request}
     */
    public void run(
            TestBrowser first, Consumer<UserSession> firstWork, TestBrowser second, Consumer<UserSession> secondWork) {
        runRequests(
                first,
                request -> firstWork.accept(request.session()),
                second,
                request -> secondWork.accept(request.session()));
    }

    /** As {@link #run}, for requests that do something else as well, as to sign in. */
    public void runRequests(
            TestBrowser first, Consumer<TestRequest> firstWork, TestBrowser second, Consumer<TestRequest> secondWork) {
        switch (order) {
            case FIRST_THEN_SECOND -> {
                alone(first, firstWork);
                alone(second, secondWork);
            }
            case SECOND_THEN_FIRST -> {
                alone(second, secondWork);
                alone(first, firstWork);
            }
            case FIRST_SAVES_FIRST, SECOND_SAVES_FIRST -> overlapping(first, firstWork, second, secondWork);
        }
    }

    private static void alone(TestBrowser browser, Consumer<TestRequest> work) {
        try (TestRequest request = browser.begin()) {
            work(request, work);
        }
    }

    private void overlapping(
            TestBrowser first, Consumer<TestRequest> firstWork, TestBrowser second, Consumer<TestRequest> secondWork) {
        try (TestRequest one = first.begin();
                TestRequest other = second.begin()) {
            work(one, firstWork);
            work(other, secondWork);
            if (order == Order.FIRST_SAVES_FIRST) {
                one.end();
                other.end();
            } else {
                other.end();
                one.end();
            }
        }
    }

    private static void work(TestRequest request, Consumer<TestRequest> work) {
        try {
            work.accept(request);
        } catch (StoreException | ConflictException e) {
            request.fail();
            throw e;
        }
    }

    /** The order in words. */
    @Override
    public String toString() {
        return order.toString();
    }
}
