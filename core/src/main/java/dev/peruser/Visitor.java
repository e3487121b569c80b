package dev.peruser;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who is visiting: a guest, or a user. Immutable.
 *
 * @param user the user; empty for a guest
 * @param acting whether the user is one's own self
 * @param ownRecord the place of the user's session data, if the principal itself is one
 */
public record Visitor(Optional<UserId> user, Acting acting, Optional<UserRecord> ownRecord) {
    private static final Visitor GUEST = new Visitor(Optional.empty(), Acting.AS_ONESELF, Optional.empty());

    /** Whether a signed-in person is the user that they are signed in as. */
    public enum Acting {
        /** The person is the user. */
        AS_ONESELF,
        /** Somebody else, an administrator for example, acts as the user. Nothing of a guest is absorbed meanwhile. */
        FOR_ANOTHER
    }

    /** A guest. */
    public static Visitor guest() {
        return GUEST;
    }

    /** A user. */
    public static Visitor user(UserId user) {
        return new Visitor(Optional.of(user), Acting.AS_ONESELF, Optional.empty());
    }

    /**
     * A user with the principal, which is asked whether it keeps session data itself.
     *
     * @param principal an application's own object, may be a {@link UserRecord}
     */
    public static Visitor user(UserId user, @Nullable Object principal) {
        Optional<UserRecord> ownRecord =
                principal instanceof UserRecord holder ? Optional.of(holder) : Optional.empty();
        return new Visitor(Optional.of(user), Acting.AS_ONESELF, ownRecord);
    }

    /** The same user, with somebody else acting as them. */
    public Visitor byAnother() {
        return new Visitor(user, Acting.FOR_ANOTHER, ownRecord);
    }

    /** Says what it is without the id. */
    @Override
    public String toString() {
        return user.isPresent() ? "Visitor[user, " + acting + "]" : "Visitor[guest]";
    }

    /**
     * Tells a {@link Visit} who the visitor is now. Asked at each access, so it must be quick; must not use the
     * session.
     */
    @FunctionalInterface
    public interface Source {
        /** Who the visitor is at this moment. */
        Visitor current();
    }
}
