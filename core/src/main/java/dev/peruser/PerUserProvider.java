package dev.peruser;

import dev.peruser.store.SessionStore;

/**
 * Where {@link PerUser#builder} finds the implementation, so that what applications see doesn't depend on it. Only
 * PerUser itself has one.
 */
public interface PerUserProvider {
    /** As {@link PerUser#builder}. */
    PerUser.Builder builder(SessionStore store);
}
