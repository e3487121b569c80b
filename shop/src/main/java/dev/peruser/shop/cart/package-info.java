/** The cart: its value, how two carts become one, and its page. */
@NullMarked
package dev.peruser.shop.cart;

import org.jspecify.annotations.NullMarked;
