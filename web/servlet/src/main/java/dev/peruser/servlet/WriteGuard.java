package dev.peruser.servlet;

/** What a stream or a writer asks before and tells after it writes, because writing may commit the response. */
interface WriteGuard {

    /** The response is about to be committed. Returns whether it may be. */
    boolean beforeCommit();

    /** So many bytes are about to be written. Returns whether they may be. */
    boolean beforeWrite(long bytes);

    /** It was written. */
    void afterWrite();
}
