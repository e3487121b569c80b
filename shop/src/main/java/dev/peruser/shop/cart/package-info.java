/** The cart's page. */
@NullMarked
package dev.peruser.shop.cart;

import org.jspecify.annotations.NullMarked;
