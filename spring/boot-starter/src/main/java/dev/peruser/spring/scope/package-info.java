/** Beans whose state is in the session of the current visitor. */
@NullMarked
package dev.peruser.spring.scope;

import org.jspecify.annotations.NullMarked;
