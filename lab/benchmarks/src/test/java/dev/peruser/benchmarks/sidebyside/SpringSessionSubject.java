package dev.peruser.benchmarks.sidebyside;

import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import org.springframework.session.Session;
import org.springframework.session.SessionRepository;

/**
 * Spring Session as its filter uses it in a request that uses the session: find, set the time of the last access, save
 * once. The filter itself, which saves twice in many requests, is left out, as PerUser's is.
 */
final class SpringSessionSubject<S extends Session> extends MeteredSubject {
    private final SessionRepository<S> repository;
    private final ConcurrentMap<String, String> ids = new ConcurrentHashMap<>();

    SpringSessionSubject(String name, SessionRepository<S> repository, Meter meter, AutoCloseable resources) {
        super(name, meter, resources);
        this.repository = repository;
    }

    @Override
    public boolean supports(Case kind) {
        return true;
    }

    @Override
    public void fill(Case kind, int people) {
        for (int person = 0; person < people; person++) {
            ids.put(key(kind, person), create(kind, person));
        }
    }

    private static String key(Case kind, int person) {
        return (kind == Case.H ? "large-" : "shopper-") + person;
    }

    private String create(Case kind, int person) {
        S session = repository.createSession();
        Contents.of(kind, person).forEach(session::setAttribute);
        repository.save(session);
        return session.getId();
    }

    @Override
    public void prepare(Case kind, int requests) {
        for (int person = 0; person < requests; person++) {
            S session = repository.createSession();
            session.setAttribute(Contents.CART.name(), Contents.guestCart());
            repository.save(session);
            ids.put("guest-" + person, session.getId());
        }
    }

    @Override
    public void request(Case kind, int person, int number) {
        switch (kind) {
            case A ->
                with(key(kind, person), session -> {
                    Profile profile = session.getRequiredAttribute(Contents.PROFILE.name());
                    java.util.List<String> recent = session.getRequiredAttribute(Contents.RECENT.name());
                    require(profile.perPage() == 24 && recent.size() == 40);
                });
            case B ->
                with(
                        key(kind, person),
                        session -> session.setAttribute(Contents.LAST_PAGE.name(), Contents.page(number)));
            case C, D, I -> with(key(kind, person), session -> changeCart(session, number));
            case E -> {
                S session = repository.createSession();
                session.setAttribute(Contents.LAST_PAGE.name(), Contents.page(number));
                repository.save(session);
            }
            // All that it does at a sign-in: the guest's session gets another id, and is the user's in this browser.
            case F -> with("guest-" + person, Session::changeSessionId);
            case G -> {
                S first = find(key(kind, person));
                changeCart(first, number);
                with(
                        key(kind, person),
                        session -> session.setAttribute(Contents.LAST_PAGE.name(), Contents.page(number)));
                repository.save(first);
            }
            case H ->
                with(key(kind, person), session -> {
                    Profile profile = session.getRequiredAttribute(Contents.PROFILE.name());
                    require(profile.perPage() == 24);
                });
        }
    }

    /** Put again, because a change in place would not be saved. */
    private void changeCart(S session, int number) {
        Cart cart = session.getRequiredAttribute(Contents.CART.name());
        session.setAttribute(Contents.CART.name(), cart.change(number));
    }

    private void with(String key, Consumer<S> work) {
        S session = find(key);
        work.accept(session);
        repository.save(session);
    }

    private S find(String key) {
        S session = repository.findById(ids.get(key));
        if (session == null) {
            throw new IllegalStateException("the session is gone");
        }
        session.setLastAccessedTime(Instant.now());
        return session;
    }
}
