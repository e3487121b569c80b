package dev.peruser.it.scale;

import dev.peruser.GuestToken;
import dev.peruser.PerUser;
import dev.peruser.UserId;
import dev.peruser.Visit;
import dev.peruser.Visitor;
import dev.peruser.store.SessionKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Whose session is stored.
 *
 * @param user a user, or nobody for a guest
 * @param token a guest's
 * @param key under which the session is stored
 */
record Person(Optional<UserId> user, Optional<GuestToken> token, SessionKey key) {

    /** A request that only reads. */
    void looks(PerUser perUser) {
        Visit visit = visit(perUser);
        if (visit.session().list("cart").isEmpty()) {
            throw new IllegalStateException("a cart is gone");
        }
        end(visit);
    }

    /** A request that changes a line of the cart in place. */
    @SuppressWarnings("unchecked")
    void changes(PerUser perUser, Random random) {
        Visit visit = visit(perUser);
        List<@Nullable Object> cart = visit.session().list("cart");
        Map<String, @Nullable Object> line = (Map<String, @Nullable Object>) cart.get(random.nextInt(cart.size()));
        line.put("quantity", 6 + random.nextInt(90));
        end(visit);
    }

    /** The request in which this user's sign-in carries a guest's session into the user's. */
    void signsIn(PerUser perUser, GuestToken guest) {
        Visitor visitor = Visitor.user(user.orElseThrow());
        Visit visit = perUser.visit(() -> visitor, List.of(guest));
        visit.observe();
        if (visit.session().list("cart").size() < 2 * Contents.LINES) {
            throw new IllegalStateException("a guest's cart was not carried");
        }
        end(visit);
    }

    private Visit visit(PerUser perUser) {
        Visitor visitor = user.map(Visitor::user).orElseGet(Visitor::guest);
        return perUser.visit(() -> visitor, token.map(List::of).orElseGet(List::of));
    }

    static void end(Visit visit) {
        visit.commit();
        visit.responseCommitted();
        visit.end();
    }
}
