/** What is said of the cookies of guests beside their names and values. */
@NullMarked
package dev.peruser.servlet.cookie;

import org.jspecify.annotations.NullMarked;
