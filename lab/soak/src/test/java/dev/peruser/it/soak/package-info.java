/** Devices and server processes at random, and a model that explains what was seen. */
@NullMarked
package dev.peruser.it.soak;

import org.jspecify.annotations.NullMarked;
