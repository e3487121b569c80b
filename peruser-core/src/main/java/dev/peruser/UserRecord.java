package dev.peruser;

/**
 * A user's own record as a place for session data: with a version (every guarantee) or without (last writer wins across
 * processes).
 */
public sealed interface UserRecord permits SessionDataHolder, VersionedSessionDataHolder {}
