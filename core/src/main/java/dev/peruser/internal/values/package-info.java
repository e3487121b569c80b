/** Hashes, random numbers and text forms, which know nothing of sessions. */
@NullMarked
package dev.peruser.internal.values;

import org.jspecify.annotations.NullMarked;
