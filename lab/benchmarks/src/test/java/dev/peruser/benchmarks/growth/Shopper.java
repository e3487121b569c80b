package dev.peruser.benchmarks.growth;

import dev.peruser.Attribute;
import dev.peruser.GuestToken;
import dev.peruser.Limits;
import dev.peruser.PerUser;
import dev.peruser.PerUserListener;
import dev.peruser.UserId;
import dev.peruser.UserSession;
import dev.peruser.Visit;
import dev.peruser.Visitor;
import dev.peruser.benchmarks.http.Cart;
import dev.peruser.benchmarks.http.Contents;
import dev.peruser.store.SessionStore;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;

/** Visitors by number, and what they do. A guest's token, and so the key of the session, follows from the number. */
final class Shopper {
    static final Attribute<Cart> CART =
            Attribute.builder(Contents.CART, Cart.class).build();
    static final Attribute<Integer> VISITS =
            Attribute.builder("visits", Integer.class).defaultValue(0).build();

    private static final Limits LIMITS = Limits.DEFAULT
            .withAttributeBytes(1 << 20)
            .withSessionBytes(1 << 22)
            .withAttributes(2_000)
            .withDepth(100);

    private Shopper() {}

    /** An engine that waits long and allows much. */
    static PerUser engine(SessionStore store, PerUserListener listener) {
        return PerUser.builder(store)
                .attribute(CART)
                .attribute(VISITS)
                .limits(LIMITS)
                .deadline(Duration.ofSeconds(60))
                .listener(listener)
                .build();
    }

    static PerUser engine(SessionStore store) {
        return engine(store, new PerUserListener() {});
    }

    private static byte[] secret(int number) {
        return sha256(("shopper " + number).getBytes(StandardCharsets.UTF_8));
    }

    /** The text of the key under which a guest's session is stored. */
    static String key(int number) {
        return "g:" + HexFormat.of().formatHex(sha256(secret(number)));
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("each Java runtime has SHA-256", e);
        }
    }

    /** The same of a token. */
    private static String key(GuestToken token) {
        return "g:" + HexFormat.of().formatHex(sha256(Base64.getUrlDecoder().decode(token.text())));
    }

    /** One request of a user. */
    static void visit(PerUser engine, int number, Consumer<UserSession> work) {
        Visitor user = Visitor.user(UserId.of("shopper-" + number));
        end(engine.visit(() -> user, List.of()), work);
    }

    /** One request of a guest, whose session is stored already. */
    static void visitAsGuest(PerUser engine, int number, Consumer<UserSession> work) {
        GuestToken token = GuestToken.parse(
                        Base64.getUrlEncoder().withoutPadding().encodeToString(secret(number)))
                .orElseThrow();
        end(engine.visit(Visitor::guest, List.of(token)), work);
    }

    /** The first request of a guest. Returns the text of the key, which is left to chance. */
    static String visitAsNewGuest(PerUser engine, Consumer<UserSession> work) {
        Visit visit = engine.visit(Visitor::guest, List.of());
        end(visit, work);
        return key(visit.takeTokenChanges().toSet().get(0));
    }

    private static void end(Visit visit, Consumer<UserSession> work) {
        work.accept(visit.session());
        visit.commit();
        visit.responseCommitted();
        visit.end();
    }

    /** Ten attributes of about 400 bytes. */
    static void fill(UserSession session) {
        session.put(CART, Contents.cart());
        session.put(Contents.PROFILE, Contents.texts(Contents.PROFILE));
        Contents.OTHERS.forEach(name -> session.put(name, Contents.texts(name)));
    }

    /** A: reads two attributes. */
    static void read(UserSession session) {
        if (session.get(CART).getLines().size() != Contents.LINES
                || session.map(Contents.PROFILE).isEmpty()) {
            throw new IllegalStateException("a session is not as it was filled");
        }
    }

    /** C: changes one line of the cart in place, to something else than what it was. */
    static void change(UserSession session) {
        Cart.Line line = session.get(CART).getLines().get(7);
        line.setCount(1 + line.getCount() % 9);
    }
}
