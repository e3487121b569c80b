/** Reading and writing sessions, wherever they are, within the time that a request has. */
@NullMarked
package dev.peruser.internal.storage;

import org.jspecify.annotations.NullMarked;
