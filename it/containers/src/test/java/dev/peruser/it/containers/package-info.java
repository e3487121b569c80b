@NullMarked
package dev.peruser.it.containers;

import org.jspecify.annotations.NullMarked;
