/** JUnit tests that run once for each order of two requests, or on each store that an application may use. */
@NullMarked
package dev.peruser.test.junit;

import org.jspecify.annotations.NullMarked;
