/** What is kept of merges: with the source, for the report, and of what could not be decided. */
@NullMarked
package dev.peruser.internal.record;

import org.jspecify.annotations.NullMarked;
