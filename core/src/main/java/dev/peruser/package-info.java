/**
 * One session per person instead of one per browser: what applications and web integrations use.
 *
 * <p>Applications meet {@link dev.peruser.UserSession}, {@link dev.peruser.Attribute},
 * {@link dev.peruser.MergeBehavior} and {@link dev.peruser.MergeReport}. Integrations of a web framework meet
 * {@link dev.peruser.PerUser} and {@link dev.peruser.Visit}. Authors of stores find their part in
 * {@code dev.peruser.store}.
 */
@NullMarked
package dev.peruser;

import org.jspecify.annotations.NullMarked;
