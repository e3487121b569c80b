/**
 * The contract of a {@link dev.peruser.store.SessionStore} as tests: extend
 * {@link dev.peruser.store.tck.SessionStoreContract}, give it a store, run it.
 */
@NullMarked
package dev.peruser.store.tck;

import org.jspecify.annotations.NullMarked;
