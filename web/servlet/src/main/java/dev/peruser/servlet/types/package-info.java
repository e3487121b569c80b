/** The types of values that nobody has declared. */
@NullMarked
package dev.peruser.servlet.types;

import org.jspecify.annotations.NullMarked;
