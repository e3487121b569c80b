/** The wish list. */
@NullMarked
package dev.peruser.shop.wishlist;

import org.jspecify.annotations.NullMarked;
