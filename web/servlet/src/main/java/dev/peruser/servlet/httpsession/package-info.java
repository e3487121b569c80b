/** The {@code HttpSession} of a request, some attributes of which are the visitor's. */
@NullMarked
package dev.peruser.servlet.httpsession;

import org.jspecify.annotations.NullMarked;
