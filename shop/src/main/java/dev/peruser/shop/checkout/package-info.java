/** Ordering what is in the cart, and the orders of a visitor. */
@NullMarked
package dev.peruser.shop.checkout;

import org.jspecify.annotations.NullMarked;
