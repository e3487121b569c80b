package dev.peruser.it.scale;

import dev.peruser.store.SessionStore;
import java.util.Map;

/** A server with an empty store, and what it says about itself. It is gone when this process ends. */
interface MeasuredServer extends AutoCloseable {

    /** The store that is measured. */
    SessionStore store();

    /** The same sessions, by connections that needn't flush what they write: to fill it. */
    SessionStore fillingStore();

    /** What it has done since it was started. */
    Work work();

    /** The images of whole pages that it wrote to its log between two moments. */
    Images images(Work from, Work to);

    /** Whether it has to be told to remove expired sessions. */
    boolean purges();

    /** Brings what was filled in to rest, so that work on it doesn't go on in the background. */
    void settle();

    /** Begins anew to write whole pages to the log, where the server does such a thing. */
    void checkpoint();

    /** The bytes of what is stored, by part. */
    Map<String, Double> sizes();

    /** Other figures of the end. */
    Map<String, Double> remarks();

    /** Its product and version. */
    String product();

    @Override
    void close() throws Exception;

    /**
     * Counters.
     *
     * @param cpuNanos processor time of all its processes
     * @param logBytes written to its log of changes
     * @param bytesReceived by it
     * @param bytesSent by it
     */
    record Work(long cpuNanos, long logBytes, long bytesReceived, long bytesSent) {
        Work since(Work before) {
            return new Work(
                    cpuNanos - before.cpuNanos,
                    logBytes - before.logBytes,
                    bytesReceived - before.bytesReceived,
                    bytesSent - before.bytesSent);
        }
    }

    /** Images of whole pages in a log. */
    record Images(long count, long bytes) {
        static final Images NONE = new Images(0, 0);
    }
}
