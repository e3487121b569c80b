/** What is said to Spring's ahead-of-time processing. */
@NullMarked
package dev.peruser.spring.internal.aot;

import org.jspecify.annotations.NullMarked;
