/** Ordering what is in the cart. */
@NullMarked
package dev.peruser.shop.checkout;

import org.jspecify.annotations.NullMarked;
