/** Saving the changes of a request, again on top of others' where it must be. */
@NullMarked
package dev.peruser.internal.commit;

import org.jspecify.annotations.NullMarked;
