/**
 * PerUser in Spring Boot 4: auto-configuration, sessions as controller arguments, the ways of signing in of Spring
 * Security 7.
 */
@NullMarked
package dev.peruser.spring;

import org.jspecify.annotations.NullMarked;
