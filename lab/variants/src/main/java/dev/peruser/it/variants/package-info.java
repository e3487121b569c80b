/** The core with one rule broken at a time, to prove that tests of the guarantees can fail. */
@NullMarked
package dev.peruser.it.variants;

import org.jspecify.annotations.NullMarked;
