/** How clients present guests' tokens, and are told of them: by cookies, or by a header. */
@NullMarked
package dev.peruser.servlet.guest;

import org.jspecify.annotations.NullMarked;
