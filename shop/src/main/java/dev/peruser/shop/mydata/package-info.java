/** What the shop remembers of a visitor, and how to make it forget. */
@NullMarked
package dev.peruser.shop.mydata;

import org.jspecify.annotations.NullMarked;
