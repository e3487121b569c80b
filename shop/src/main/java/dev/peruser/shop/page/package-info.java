/** What surrounds each page: header, merge notice, errors, security. */
@NullMarked
package dev.peruser.shop.page;

import org.jspecify.annotations.NullMarked;
