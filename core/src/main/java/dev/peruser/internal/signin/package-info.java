/** Carrying one session into another, exactly once; erasing and exporting what is stored about a user. */
@NullMarked
package dev.peruser.internal.signin;

import org.jspecify.annotations.NullMarked;
