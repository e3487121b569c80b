/** Copies of sessions in this process, in front of a store that is farther away. */
@NullMarked
package dev.peruser.nearcache;

import org.jspecify.annotations.NullMarked;
