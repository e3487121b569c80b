/** What the shop keeps in a visitor's session: the values, and what becomes of each at sign-in. */
@NullMarked
package dev.peruser.shop.session;

import org.jspecify.annotations.NullMarked;
