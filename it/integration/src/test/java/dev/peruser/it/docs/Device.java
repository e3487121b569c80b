package dev.peruser.it.docs;

import dev.peruser.GuestToken;
import dev.peruser.PerUser;
import dev.peruser.UserId;
import dev.peruser.UserSession;
import dev.peruser.Visit;
import dev.peruser.Visitor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A browser without a web server: does to PerUser what a web integration does. */
final class Device {
    private final PerUser perUser;
    private final Map<String, GuestToken> cookies = new LinkedHashMap<>();
    private Visitor visitor = Visitor.guest();

    Device(PerUser perUser) {
        this.perUser = perUser;
    }

    Device signIn(String name) {
        visitor = Visitor.user(UserId.of(name));
        request(session -> {});
        return this;
    }

    void request(Consumer<UserSession> work) {
        Visit visit = begin();
        work.accept(visit.session());
        end(visit);
    }

    Visit begin() {
        return perUser.visit(() -> visitor, List.copyOf(cookies.values()));
    }

    void end(Visit visit) {
        visit.observe();
        visit.commit();
        Visit.TokenChanges changes = visit.takeTokenChanges();
        changes.toRemove().forEach(token -> cookies.remove(token.shortName()));
        changes.toSet().forEach(token -> cookies.put(token.shortName(), token));
        visit.responseCommitted();
        visit.end();
    }
}
