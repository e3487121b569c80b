/** What the container's sessions had before it became the visitors'. */
@NullMarked
package dev.peruser.servlet.takeover;

import org.jspecify.annotations.NullMarked;
