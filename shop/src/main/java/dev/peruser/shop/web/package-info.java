/** What controllers share: notices, and where to go back to. */
@NullMarked
package dev.peruser.shop.web;

import org.jspecify.annotations.NullMarked;
