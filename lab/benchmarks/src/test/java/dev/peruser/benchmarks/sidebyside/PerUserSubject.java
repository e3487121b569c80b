package dev.peruser.benchmarks.sidebyside;

import dev.peruser.ConsistencyToken;
import dev.peruser.GuestToken;
import dev.peruser.PerUser;
import dev.peruser.UserId;
import dev.peruser.UserSession;
import dev.peruser.Visit;
import dev.peruser.Visitor;
import dev.peruser.store.SessionStore;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * PerUser as its web integration uses it in a request whose response is not committed before it ends: a visit, a
 * commit, and what is to be told to the browser.
 */
final class PerUserSubject extends MeteredSubject {
    private static final int BROWSERS = 100_000;

    private final boolean isCached;
    private final PerUser perUser;
    /** What each person's browser has seen, as its cookies would tell. */
    private final ConsistencyToken[] seen = new ConsistencyToken[BROWSERS];

    private final ConcurrentMap<Integer, GuestToken> guests = new ConcurrentHashMap<>();
    private final AtomicInteger generation = new AtomicInteger();

    private PerUserSubject(String name, SessionStore store, PerUser perUser, Meter meter, boolean isCached) {
        super(name, meter, closing(perUser, store));
        this.isCached = isCached;
        this.perUser = perUser;
    }

    PerUserSubject(String name, SessionStore store, Meter meter, boolean isCached) {
        this(name, store, Contents.declare(PerUser.builder(store)).build(), meter, isCached);
    }

    /** Ends an engine and its store. */
    static AutoCloseable closing(PerUser engine, SessionStore store) {
        return () -> {
            engine.close();
            if (store instanceof AutoCloseable closeable) {
                closeable.close();
            }
        };
    }

    @Override
    public boolean supports(Case kind) {
        return !isCached || kind.isForNearCaches();
    }

    @Override
    public void fill(Case kind, int people) {
        for (int person = 0; person < people; person++) {
            int one = person;
            asUser(id(kind, person), person, session -> Contents.of(kind, one).forEach(session::put));
        }
    }

    /** Users with a cart and guests with another, whose sign-in is what is measured. */
    @Override
    public void prepare(Case kind, int requests) {
        int round = generation.incrementAndGet();
        for (int i = 0; i < requests; i++) {
            int person = i;
            asUser(
                    signingIn(round, i),
                    -1,
                    session -> session.put(Contents.CART, Cart.of(Contents.LINES_AT_SIGN_IN, "U")));
            Visit guest = perUser.visit(Visitor::guest, List.of());
            guest.session().put(Contents.CART, Contents.guestCart());
            guest.commit();
            guests.put(person, guest.takeTokenChanges().toSet().get(0));
        }
    }

    private static UserId signingIn(int round, int person) {
        return UserId.of("signing-in-" + round + "-" + person);
    }

    private static UserId id(Case kind, int person) {
        return UserId.of((kind == Case.H ? "large-" : "shopper-") + person);
    }

    @Override
    public void request(Case kind, int person, int number) {
        switch (kind) {
            case E -> guestsFirst(number);
            case F -> signIn(person);
            case G -> conflict(person, number);
            default -> asUser(id(kind, person), person, session -> work(session, kind, number));
        }
    }

    /** What the application does with the session. */
    static void work(UserSession session, Case kind, int number) {
        switch (kind) {
            case A -> {
                require(session.get(Contents.PROFILE).perPage() == 24);
                require(session.get(Contents.RECENT).size() == 40);
            }
            case B -> session.put(Contents.LAST_PAGE, Contents.page(number));
            case C -> {
                var unused = session.get(Contents.CART).change(number);
            }
            case D, I -> {
                var unused = session.update(Contents.CART, cart -> cart.change(number));
            }
            case H -> require(session.get(Contents.PROFILE).perPage() == 24);
            default -> throw new IllegalArgumentException("not a case of one visit: " + kind);
        }
    }

    private void guestsFirst(int number) {
        Visit visit = perUser.visit(Visitor::guest, List.of());
        visit.session().put(Contents.LAST_PAGE, Contents.page(number));
        visit.commit();
        require(visit.takeTokenChanges().toSet().size() == 1);
    }

    private void signIn(int person) {
        UserId user = signingIn(generation.get(), person);
        GuestToken token = guests.remove(person);
        Visit visit = perUser.visit(() -> Visitor.user(user), List.of(token));
        visit.observe();
        require(visit.session().get(Contents.CART).lines.size() > Contents.LINES_AT_SIGN_IN);
        visit.commit();
        require(visit.takeTokenChanges().toRemove().size() == 1);
    }

    private void conflict(int person, int number) {
        UserId user = id(Case.G, person);
        Visit first = perUser.visit(() -> Visitor.user(user), List.of());
        first.session().get(Contents.CART).change(number);
        Visit second = perUser.visit(() -> Visitor.user(user), List.of());
        second.session().put(Contents.LAST_PAGE, Contents.page(number));
        second.commit();
        first.commit();
    }

    private void asUser(UserId user, int person, Consumer<UserSession> work) {
        List<ConsistencyToken> consistencyTokens =
                isCached && person >= 0 && seen[person] != null ? List.of(seen[person]) : List.of();
        Visit visit = perUser.newVisit(() -> Visitor.user(user))
                .seen(consistencyTokens)
                .begin();
        work.accept(visit.session());
        visit.commit();
        require(visit.takeTokenChanges().isEmpty());
        if (isCached && person >= 0) {
            for (ConsistencyToken consistencyToken :
                    visit.takeConsistencyTokenChanges().toSet()) {
                seen[person] = consistencyToken;
            }
        }
    }
}
