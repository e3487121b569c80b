/** What {@link dev.peruser.PerUser} is made of, put together. Not for use by applications: anything here may change. */
@NullMarked
package dev.peruser.internal;

import org.jspecify.annotations.NullMarked;
