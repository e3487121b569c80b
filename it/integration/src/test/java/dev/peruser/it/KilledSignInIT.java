package dev.peruser.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peruser.PerUser;
import dev.peruser.store.jdbc.EmbeddedSessionStore;
import dev.peruser.store.tck.faults.FailingSessionStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A server process is killed (SIGKILL) in the middle of a sign-in that merges two carts, after each store call of the
 * protocol. Then it is started again, and the next request comes: of the same account, of a guest, or of another
 * account, from that browser, which still presents its old cookie because it was never answered. Each item must be with
 * its owner exactly once.
 */
class KilledSignInIT {
    private static final List<String> CALLS =
            List.of("load guest's", "load user's", "announce", "claim", "absorb", "release");
    private static final int CLAIM = CALLS.indexOf("claim");
    /** Before each of the next requests; three after each call. */
    private static final int KILLS = Integer.getInteger("peruser.test.kills", 18);

    /** The process that is killed: its only request is the sign-in. */
    public static final class Server {
        public static void main(String[] arguments) {
            try (EmbeddedSessionStore store = EmbeddedSessionStore.open(Path.of(arguments[0]))) {
                FailingSessionStore pausing = FailingSessionStore.of(store);
                int last = Integer.parseInt(arguments[1]);
                pausing.onCalls().after(last - 1).once().runAfter(call -> awaitTheKill());
                PerUser perUser = PerUser.builder(pausing).build();
                new Browser(perUser).present(arguments[2]).signIn(arguments[3]).request(session -> {});
                Jvm.say("not paused");
            }
        }

        private static void awaitTheKill() {
            Jvm.say("reached");
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Whose request comes first after the restart. */
    private enum Next {
        SAME_ACCOUNT,
        GUEST,
        ANOTHER_ACCOUNT
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest
    @EnumSource
    void killedAfterEachCall_eachItemIsWithItsOwnerExactlyOnce(Next next, @TempDir Path folder) throws Exception {
        Path file = folder.resolve("peruser.db");
        Map<String, Integer> kills = new TreeMap<>();
        int right = 0;
        for (int n = 0; n < KILLS; n++) {
            int call = n % CALLS.size();
            kill(file, n, call);
            kills.merge((call + 1) + " " + CALLS.get(call), 1, Integer::sum);
            check(file, n, call, next);
            right++;
        }
        System.out.println("kills after each store call of a sign-in, then " + next + ": " + kills + ", right " + right
                + " of " + KILLS);
        assertThat(kills)
                .hasSize(CALLS.size())
                .allSatisfy((call, count) -> assertThat(count).isEqualTo(KILLS / CALLS.size()));
    }

    private final List<String> tokens = new ArrayList<>();

    private void kill(Path file, int n, int call) throws Exception {
        try (EmbeddedSessionStore store = EmbeddedSessionStore.open(file)) {
            PerUser perUser = PerUser.builder(store).build();
            new Browser(perUser)
                    .signIn("ada" + n)
                    .request(session -> session.list("cart").add("u" + n));
            Browser guest = new Browser(perUser);
            guest.request(session -> session.list("cart").add("g" + n));
            tokens.add(guest.token());
        }
        try (Jvm server =
                Jvm.start(Server.class, file.toString(), String.valueOf(call + 1), tokens.get(n), "ada" + n)) {
            assertThat(server.heard()).isEqualTo("reached");
            server.kill();
        }
    }

    private void check(Path file, int n, int call, Next next) {
        try (EmbeddedSessionStore store = EmbeddedSessionStore.open(file)) {
            PerUser perUser = PerUser.builder(store).build();
            Browser browser = new Browser(perUser).present(tokens.get(n));
            boolean isClaimed = call >= CLAIM;
            List<Object> others = new ArrayList<>();
            switch (next) {
                case SAME_ACCOUNT -> browser.signIn("ada" + n).request(session -> {});
                case GUEST -> others.addAll(browser.cart());
                case ANOTHER_ACCOUNT -> others.addAll(browser.signIn("eve" + n).cart());
            }
            List<Object> adas = new Browser(perUser).signIn("ada" + n).cart();
            if (next == Next.SAME_ACCOUNT || isClaimed) {
                assertThat(others).isEmpty();
                assertThat(adas).containsExactly("u" + n, "g" + n);
            } else if (next == Next.ANOTHER_ACCOUNT) {
                assertThat(others).containsExactly("g" + n);
                assertThat(adas).containsExactly("u" + n);
            } else {
                // Nobody but who presents the token may have it: it is the guest's still.
                assertThat(others).containsExactly("g" + n);
                assertThat(adas).containsExactly("u" + n);
                assertThat(browser.cart()).containsExactly("g" + n);
            }
        }
    }
}
