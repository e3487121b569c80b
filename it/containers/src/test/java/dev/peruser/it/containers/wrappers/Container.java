package dev.peruser.it.containers.wrappers;

import java.util.Map;

/** A server with one application twice: with the filter, and without it. */
interface Container extends AutoCloseable {

    /** Where the two applications are; the names are equally long, so that no length differs. */
    String WITH = "/peruser";

    String WITHOUT = "/without";

    /** Sends a request for a call in a state. Returns what the client gets, by what it is. Never hangs. */
    Map<String, String> send(String application, String id, State state, Call call) throws Exception;

    @Override
    void close() throws Exception;
}
