@NullMarked
package dev.peruser.it.containers.wrappers;

import org.jspecify.annotations.NullMarked;
