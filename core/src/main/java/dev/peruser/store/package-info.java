/**
 * What the author of a {@link dev.peruser.store.SessionStore} needs: keys, versions, stored sessions, and the in-memory
 * store as the shortest example. A store moves bytes and versions and nothing else; merging, rebasing, expiry rules,
 * retries and limits live in the core.
 */
@NullMarked
package dev.peruser.store;

import org.jspecify.annotations.NullMarked;
