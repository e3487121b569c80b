/** The copy of a session that a request works on: what was changed in it, and whether it is too large. */
@NullMarked
package dev.peruser.internal.session;

import org.jspecify.annotations.NullMarked;
