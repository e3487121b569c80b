/**
 * A store that fails, hangs and loses answers as a test wants, in front of any other:
 * {@link dev.peruser.store.tck.faults.FailingSessionStore}.
 */
@NullMarked
package dev.peruser.store.tck.faults;

import org.jspecify.annotations.NullMarked;
