/** An application on the module path. */
@NullMarked
package dev.peruser.it.modular;

import org.jspecify.annotations.NullMarked;
