/** Health, metrics, observations and the endpoint. */
@NullMarked
package dev.peruser.spring.actuate;

import org.jspecify.annotations.NullMarked;
