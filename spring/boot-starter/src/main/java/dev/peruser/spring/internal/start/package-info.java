/** What is said if the application can't start with PerUser as it is set up. */
@NullMarked
package dev.peruser.spring.internal.start;

import org.jspecify.annotations.NullMarked;
