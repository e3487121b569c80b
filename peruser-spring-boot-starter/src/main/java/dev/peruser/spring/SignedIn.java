package dev.peruser.spring;

import java.util.function.Predicate;
import org.springframework.security.core.Authentication;

/**
 * Decides whether an authentication counts as signed in. The default: authenticated and not anonymous. Declare a bean
 * to ask for more, for example for the second factor, if a first factor alone must not get at the account's data.
 */
@FunctionalInterface
public interface SignedIn extends Predicate<Authentication> {}
