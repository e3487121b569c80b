/** The Redis that an application has by Spring Boot. */
@NullMarked
package dev.peruser.spring.internal.redis;

import org.jspecify.annotations.NullMarked;
