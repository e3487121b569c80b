/** Pictures of the products, drawn when asked for. */
@NullMarked
package dev.peruser.shop.picture;

import org.jspecify.annotations.NullMarked;
