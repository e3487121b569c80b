package dev.peruser.spring;

import dev.peruser.UserId;
import java.util.Optional;
import org.springframework.security.core.Authentication;

/**
 * Gives the id of an authenticated user. The default takes the account's number, if the application's own class of
 * principals has a public {@code getId()} or {@code id()} that gives a whole number or a UUID, else the name; and for a
 * realm the OAuth2 client registration, or nothing: so two identity providers never share an account, and form, basic
 * and remember-me sign-in do. Declare a bean to decide otherwise. It only chooses the user's id: what comes out is
 * always a user's session, never a guest's.
 */
@FunctionalInterface
public interface UserIdResolver {

    /** The user's id; empty if this authentication has no session of its own, and counts as a guest. */
    Optional<UserId> resolve(Authentication authentication);
}
