package dev.peruser.benchmarks.merges;

import com.sun.management.ThreadMXBean;
import dev.peruser.GuestToken;
import dev.peruser.PerUser;
import dev.peruser.UserId;
import dev.peruser.UserSession;
import dev.peruser.Visit;
import dev.peruser.Visitor;
import dev.peruser.store.InMemorySessionStore;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** What a whole sign-in costs whose guest has a list of 60 KB under a name under which the account has a map. */
final class SignInCosts {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int ELEMENTS = 30_000;
    private static final int RUNS = 15;

    private SignInCosts() {}

    static String sentence() {
        double distinct = millis(i -> i);
        double equal = millis(i -> 1);
        double colliding = millis(i -> MergeCases.colliding(i / 2).substring(0, 34));
        return String.format(
                Locale.ROOT,
                "A whole sign-in whose guest has a list of %,d elements where the account has a map: %.0f ms with distinct"
                        + " numbers, %.0f ms with equal ones (%.1f times as much), %.0f ms with texts of one hash code.",
                ELEMENTS,
                distinct,
                equal,
                equal / distinct,
                colliding);
    }

    private static double millis(IntFunction<Object> element) {
        long least = Long.MAX_VALUE;
        for (int run = 0; run < RUNS; run++) {
            PerUser perUser = PerUser.builder(new InMemorySessionStore())
                    .limits(dev.peruser.Limits.DEFAULT
                            .withAttributeBytes(8_000_000)
                            .withSessionBytes(32_000_000))
                    .build();
            perUser.withSession(UserId.of("ada"), session -> {
                session.put("a", Map.of("x", 1));
                return true;
            });
            List<GuestToken> tokens = new ArrayList<>();
            tokens.addAll(request(
                    perUser,
                    Visitor.guest(),
                    tokens,
                    session -> session.put(
                            "a", IntStream.range(0, ELEMENTS).mapToObj(element).toList())));
            long before = THREADS.getCurrentThreadCpuTime();
            request(perUser, Visitor.user(UserId.of("ada")), tokens, UserSession::names);
            least = Math.min(least, THREADS.getCurrentThreadCpuTime() - before);
        }
        return least / 1e6;
    }

    private static Collection<GuestToken> request(
            PerUser perUser, Visitor visitor, List<GuestToken> tokens, Consumer<UserSession> work) {
        Visit visit = perUser.visit(() -> visitor, tokens);
        work.accept(visit.session());
        visit.commit();
        Collection<GuestToken> set = visit.takeTokenChanges().toSet();
        visit.end();
        return set;
    }
}
