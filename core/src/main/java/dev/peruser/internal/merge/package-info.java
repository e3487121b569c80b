/** How values are brought together: three versions after a conflict, two sides at a sign-in. */
@NullMarked
package dev.peruser.internal.merge;

import org.jspecify.annotations.NullMarked;
