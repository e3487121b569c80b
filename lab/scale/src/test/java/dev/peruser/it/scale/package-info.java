/** A million stored sessions on a real server, and the arithmetic from there to a hundred million. */
@NullMarked
package dev.peruser.it.scale;

import org.jspecify.annotations.NullMarked;
