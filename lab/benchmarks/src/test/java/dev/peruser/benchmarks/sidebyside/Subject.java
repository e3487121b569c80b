package dev.peruser.benchmarks.sidebyside;

/** One way to keep sessions. Safe for use by many threads, each with people of its own unless the case is shared. */
interface Subject extends AutoCloseable {
    /** In the tables. */
    String name();

    boolean supports(Case kind);

    /** Stores the sessions of people 0 to {@code people - 1}. */
    void fill(Case kind, int people) throws Exception;

    /** Makes ready, for cases whose requests use something up; not measured. */
    default void prepare(Case kind, int requests) throws Exception {}

    /**
     * One request.
     *
     * @param person whose; for cases that use something up, which one of those that were prepared
     * @param number another one each time, so that a change is one
     */
    void request(Case kind, int person, int number) throws Exception;

    /** What has been sent so far, as far as it can be counted. */
    Traffic traffic() throws Exception;

    /**
     * Sent so far.
     *
     * @param commands commands or statements
     * @param sent bytes to the server, NaN if there is none
     * @param received bytes from the server
     */
    record Traffic(double commands, double sent, double received) {
        Traffic since(Traffic before) {
            return new Traffic(commands - before.commands, sent - before.sent, received - before.received);
        }
    }
}
