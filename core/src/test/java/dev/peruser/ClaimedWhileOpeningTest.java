package dev.peruser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.store.InMemorySessionStore;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A guest's request finds what an earlier one has begun. Before each of its calls, another server begins a sign-in of
 * that guest, and ends at each of its own calls. Nothing is lost, and what the request adds is there once.
 */
class ClaimedWhileOpeningTest {
    private static final int FEWEST_CALLS = 2;

    static Stream<Integer> callsAtWhichTheEarlierOneEnds() {
        return IntStream.range(2, 14).boxed();
    }

    @ParameterizedTest
    @MethodSource("callsAtWhichTheEarlierOneEnds")
    void signInBetweenAnyTwoCalls_cutShortAtAny_losesNothing(int end) {
        int call = 0;
        while (meetings(end, call) > 0) {
            call++;
        }
        assertThat(call).as("calls of the request").isGreaterThanOrEqualTo(FEWEST_CALLS);
    }

    /** Of one request with a sign-in that ends at each of its calls, and with a whole one. */
    private static int meetings(int end, int call) {
        int crash = 0;
        while (new Meeting(end, call, crash).isCutShort()) {
            crash++;
        }
        return crash;
    }

    private static final class Meeting {
        private final InMemorySessionStore shared = new InMemorySessionStore();
        private final TestEngine engine = new TestEngine(shared);
        private final List<GuestToken> tokens = new ArrayList<>();
        private final String name;
        private final int call;
        private final int crash;
        private boolean isCutShort;

        Meeting(int end, int call, int crash) {
            this.name = "ends at " + end + ", sign-in before " + call + ", cut short at " + crash;
            this.call = call;
            this.crash = crash;
            for (String item : List.of("a", "b")) {
                TestEngine.Browser guest = engine.browser();
                guest.request(session -> session.list("cart").add(item));
                tokens.addAll(guest.tokens());
            }
            var unused = cutShort(end, "");
            tokens.add(GuestToken.derivedFrom(tokens));
        }

        /** A request on a server of its own, which ends at a call. */
        private boolean cutShort(int end, String user) {
            FaultyStore store = new FaultyStore(shared).crashAt(end, false);
            TestEngine.Browser browser = presenting(new TestEngine(store).browser());
            if (!user.isEmpty()) {
                browser.signIn(user);
            }
            try {
                browser.request(UserSession::names);
            } catch (StoreException crashed) {
                assertThat(crashed).isNotNull();
            }
            return store.calls > end;
        }

        private TestEngine.Browser presenting(TestEngine.Browser browser) {
            tokens.forEach(browser::present);
            return browser;
        }

        /** Returns whether the sign-in began, and had a call to end at. */
        boolean isCutShort() {
            FaultyStore store = new FaultyStore(shared).before(call, () -> isCutShort = cutShort(crash, "ada"));
            GuestToken newest = tokens.get(2);
            TestEngine.Browser guest = new TestEngine(store).browser().present(newest);
            List<Object> expected = new ArrayList<>(List.of("a", "b"));
            try {
                guest.request(session -> session.list("cart").add("r"));
                expected.add("r");
            } catch (ConflictException refused) {
                assertThat(refused).hasMessageContaining("nothing of");
            }
            tokens.addAll(guest.tokens());
            TestEngine.Browser account = presenting(engine.browser()).signIn("ada");
            account.request(UserSession::names);
            assertThat(account.cart()).as(name).containsExactlyInAnyOrderElementsOf(expected);
            return isCutShort;
        }
    }
}
