/** How a session and its header are stored: JSON, keys, headers, declared attributes. */
@NullMarked
package dev.peruser.internal.codec;

import org.jspecify.annotations.NullMarked;
