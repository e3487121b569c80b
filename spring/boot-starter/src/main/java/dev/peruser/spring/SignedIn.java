package dev.peruser.spring;

import java.util.function.Predicate;
import org.springframework.security.core.Authentication;

/**
 * Decides whether an authentication counts as signed in, in the place of the application's own rule. There is no such
 * bean by default, and the visitor is a guest until Spring Security, as the application has set it up, would let the
 * visitor pass where it asks for {@code authenticated()}. So with several factors the visitor is a guest until all of
 * them are there. Declare a bean to decide otherwise: nothing else is asked then.
 */
@FunctionalInterface
public interface SignedIn extends Predicate<Authentication> {}
