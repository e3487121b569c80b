/** Who the visitor is, as the application's Spring Security decides. */
@NullMarked
package dev.peruser.spring.security;

import org.jspecify.annotations.NullMarked;
