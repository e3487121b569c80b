/** How a visitor wants to see the shop: theme and currency. */
@NullMarked
package dev.peruser.shop.preferences;

import org.jspecify.annotations.NullMarked;
