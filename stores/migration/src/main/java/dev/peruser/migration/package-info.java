/** Moves sessions from one store to another while the application runs on the new one. */
@NullMarked
package dev.peruser.migration;

import org.jspecify.annotations.NullMarked;
