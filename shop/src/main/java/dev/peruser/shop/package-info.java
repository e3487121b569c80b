/** A small shop on one session per person: start reading at {@link dev.peruser.shop.ShopSession}. */
@NullMarked
package dev.peruser.shop;

import org.jspecify.annotations.NullMarked;
