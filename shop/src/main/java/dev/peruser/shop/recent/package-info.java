/** The products that a visitor looked at last. */
@NullMarked
package dev.peruser.shop.recent;

import org.jspecify.annotations.NullMarked;
