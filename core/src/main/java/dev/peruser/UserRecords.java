package dev.peruser;

import java.util.Optional;

/**
 * Finds the record that keeps a user's session data, for applications whose principals don't implement
 * {@link UserRecord.Unversioned} themselves. Also lets PerUser reach a user who is not the one signed in, to finish
 * what a crash interrupted.
 */
@FunctionalInterface
public interface UserRecords {

    /**
     * The record of a user as a {@link UserRecord.Unversioned} or a {@link UserRecord.Versioned}; empty: this user's
     * data is in the session store.
     */
    Optional<UserRecord> find(UserId user);
}
