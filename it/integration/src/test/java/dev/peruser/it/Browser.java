package dev.peruser.it;

import dev.peruser.ConsistencyToken;
import dev.peruser.GuestToken;
import dev.peruser.PerUser;
import dev.peruser.UserId;
import dev.peruser.UserSession;
import dev.peruser.Visit;
import dev.peruser.Visitor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A browser on an engine: keeps its guest tokens and what it has seen, and its visitor signs in. */
public final class Browser {
    private final PerUser perUser;
    private final Map<String, GuestToken> cookies = new LinkedHashMap<>();
    private final Map<String, ConsistencyToken> seen = new LinkedHashMap<>();
    private Visitor visitor = Visitor.guest();

    public Browser(PerUser perUser) {
        this.perUser = perUser;
    }

    public Browser signIn(String name) {
        visitor = Visitor.user(UserId.of(name));
        return this;
    }

    public Browser present(String token) {
        GuestToken parsed = GuestToken.parse(token).orElseThrow();
        cookies.put(parsed.shortName(), parsed);
        return this;
    }

    public String token() {
        return cookies.values().iterator().next().text();
    }

    public Visit begin() {
        return perUser.newVisit(() -> visitor)
                .presenting(List.copyOf(cookies.values()))
                .seen(List.copyOf(seen.values()))
                .begin();
    }

    public void end(Visit visit) {
        visit.observe();
        visit.commit();
        Visit.TokenChanges changes = visit.takeTokenChanges();
        changes.toRemove().forEach(token -> cookies.remove(token.shortName()));
        changes.toSet().forEach(token -> cookies.put(token.shortName(), token));
        Visit.ConsistencyTokenChanges consistencyTokens = visit.takeConsistencyTokenChanges();
        consistencyTokens.toRemove().forEach(consistencyToken -> seen.remove(consistencyToken.shortName()));
        consistencyTokens.toSet().forEach(consistencyToken -> seen.put(consistencyToken.shortName(), consistencyToken));
        visit.responseCommitted();
        visit.end();
    }

    public void request(Consumer<UserSession> work) {
        Visit visit = begin();
        work.accept(visit.session());
        end(visit);
    }

    public List<Object> cart() {
        List<Object> cart = new ArrayList<>();
        request(session -> cart.addAll(session.list("cart")));
        return cart;
    }
}
