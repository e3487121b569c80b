package dev.peruser.nearcache;

import dev.peruser.ConsistencyToken;
import dev.peruser.GuestToken;
import dev.peruser.UserId;
import dev.peruser.UserSession;
import dev.peruser.Visit;
import dev.peruser.Visitor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/** A browser with its cookies. Responses arrive when the test says so. */
final class Browser {
    private final Map<String, GuestToken> tokens = new LinkedHashMap<>();
    private final Map<String, ConsistencyToken> consistencyTokens = new LinkedHashMap<>();
    private Visitor visitor = Visitor.guest();

    /** Another one that presents what this one does now. */
    Browser copy() {
        Browser copy = new Browser();
        copy.tokens.putAll(tokens);
        copy.consistencyTokens.putAll(consistencyTokens);
        copy.visitor = visitor;
        return copy;
    }

    Browser present(GuestToken token) {
        tokens.put(token.shortName(), token);
        return this;
    }

    Browser signIn(String name) {
        visitor = Visitor.user(UserId.of(name));
        return this;
    }

    Visitor visitor() {
        return visitor;
    }

    Collection<GuestToken> tokens() {
        return List.copyOf(tokens.values());
    }

    Collection<ConsistencyToken> consistencyTokens() {
        return List.copyOf(consistencyTokens.values());
    }

    void forgetConsistencyTokens() {
        consistencyTokens.clear();
    }

    /** A response on its way. */
    interface Response {
        void arrive();
    }

    /** The server has answered; the response arrives later. */
    Response send(Node node, Consumer<UserSession> work) {
        Visit visit = node.visit(this);
        RuntimeException failure = null;
        try {
            work.accept(visit.session());
            visit.observe();
            visit.commit();
        } catch (RuntimeException e) {
            failure = e;
        }
        return answer(visit, failure);
    }

    private Response answer(Visit visit, RuntimeException failure) {
        Visit.TokenChanges tokenChanges = visit.takeTokenChanges();
        Visit.ConsistencyTokenChanges consistencyTokenChanges = visit.takeConsistencyTokenChanges();
        visit.responseCommitted();
        visit.end();
        return () -> {
            tokenChanges.toRemove().forEach(token -> tokens.remove(token.shortName()));
            tokenChanges.toSet().forEach(token -> tokens.put(token.shortName(), token));
            consistencyTokenChanges.toRemove().forEach(seen -> consistencyTokens.remove(seen.shortName()));
            consistencyTokenChanges.toSet().forEach(seen -> consistencyTokens.put(seen.shortName(), seen));
            if (failure != null) {
                throw failure;
            }
        };
    }

    void request(Node node, Consumer<UserSession> work) {
        send(node, work).arrive();
    }

    <T> T ask(Node node, Function<UserSession, T> work) {
        List<T> answer = new ArrayList<>();
        request(node, session -> answer.add(work.apply(session)));
        return answer.get(0);
    }

    void signOut(Node node) {
        Visit visit = node.visit(this);
        visit.signedOut();
        visitor = Visitor.guest();
        visit.commit();
        answer(visit, null).arrive();
    }

    void add(Node node, String item) {
        request(node, session -> session.list("cart").add(item));
    }

    List<Object> cart(Node node) {
        return ask(node, session -> List.copyOf(session.list("cart")));
    }
}
