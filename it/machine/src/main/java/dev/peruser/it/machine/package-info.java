/** What takes part in each test run of the build. */
@NullMarked
package dev.peruser.it.machine;

import org.jspecify.annotations.NullMarked;
