/** One request: whose session it shows, and what the browser is told. */
@NullMarked
package dev.peruser.internal.visit;

import org.jspecify.annotations.NullMarked;
