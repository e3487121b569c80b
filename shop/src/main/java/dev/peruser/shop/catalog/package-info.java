/** What the shop sells, and the pages that show it. */
@NullMarked
package dev.peruser.shop.catalog;

import org.jspecify.annotations.NullMarked;
