/** AssertJ assertions of sessions, merge reports, and what was written. */
@NullMarked
package dev.peruser.test.assertions;

import org.jspecify.annotations.NullMarked;
