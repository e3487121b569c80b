package dev.peruser.benchmarks.growth;

import dev.peruser.store.SessionStore;

/** Where sessions are, and how many of them get there quickly. */
interface Place extends AutoCloseable {
    /** The product. */
    String title();

    /** The store. */
    SessionStore store();

    /** Another store on the same sessions, with connections of its own, as another server has. It ends with this. */
    SessionStore another();

    /**
     * Copies the session of a guest to so many others, byte by byte but for the hash of the owner's key.
     *
     * @param key the text of the key of the one that is there
     */
    void multiply(String key, int count) throws Exception;

    @Override
    void close() throws Exception;
}
