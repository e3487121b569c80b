package dev.peruser;

import java.util.Optional;

/**
 * Finds the record that keeps a user's session data, for applications whose principals don't implement
 * {@link SessionDataHolder} themselves. Also lets PerUser reach a user who is not the one signed in, to finish what a
 * crash interrupted.
 */
@FunctionalInterface
public interface SessionDataHolders {

    /**
     * The record of a user as a {@link SessionDataHolder} or a {@link VersionedSessionDataHolder}; empty: this user's
     * data is in the session store.
     */
    Optional<UserRecord> find(UserId user);
}
