package dev.peruser.it;

import dev.peruser.Attribute;
import dev.peruser.PerUser;
import dev.peruser.UserSession;
import dev.peruser.Visit;
import dev.peruser.store.SessionStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;

/**
 * Threads that change one user's session at the same time, each with two open sessions, so that every second commit
 * meets a conflict.
 */
final class Increments {
    static final Attribute<Integer> COUNT =
            Attribute.builder("count", Integer.class).defaultValue(0).build();
    static final String USER = "ada";
    static final int CHANGES = 50;

    private final PerUser perUser;

    Increments(SessionStore store) {
        this.perUser = PerUser.builder(store).attribute(COUNT).build();
    }

    /** What a thread does in a request: which thread, which of its changes. */
    interface Change extends BiConsumer<UserSession, String> {}

    static Change named(String name) {
        return switch (name) {
            case "update" -> (session, id) -> session.update(COUNT, n -> n + 1);
            case "map" -> (session, id) -> session.map("map").put(id, 1);
            case "list" -> (session, id) -> session.list("list").add(id);
            case "equal" -> (session, id) -> session.list("equal").add("x");
            default -> throw new IllegalArgumentException(name);
        };
    }

    void run(int threads, String process, Change change) throws ExecutionException, InterruptedException {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                String thread = process + "-" + t;
                running.add(pool.submit(() -> changeWithTwoOpenSessions(thread, change)));
            }
            for (Future<?> one : running) {
                one.get();
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private void changeWithTwoOpenSessions(String thread, Change change) {
        Browser phone = new Browser(perUser).signIn(USER);
        Browser desk = new Browser(perUser).signIn(USER);
        for (int i = 0; i < CHANGES / 2; i++) {
            Visit one = phone.begin();
            Visit other = desk.begin();
            change.accept(one.session(), thread + "-" + i + "-one");
            change.accept(other.session(), thread + "-" + i + "-other");
            phone.end(one);
            desk.end(other);
        }
    }

    Browser reader() {
        return new Browser(perUser).signIn(USER);
    }
}
