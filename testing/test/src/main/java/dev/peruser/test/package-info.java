/**
 * For tests of what an application keeps in its visitors' sessions, without a server:
 * {@link dev.peruser.test.TestPerUser} and its browsers.
 */
@NullMarked
package dev.peruser.test;

import org.jspecify.annotations.NullMarked;
