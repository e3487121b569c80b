package dev.peruser.store.redis;

import dev.peruser.store.Deadline;
import dev.peruser.store.redis.Link.NoConnectionException;
import java.util.List;
import java.util.stream.Stream;

/** The servers, of which each key has one. */
interface Nodes {

    /** The server of a key. */
    Node of(byte[] key, Deadline deadline) throws NoConnectionException, InterruptedException;

    /** A server said that it is not, or not any more, the one to ask. */
    void refused(Refusal refusal, String message, Node node, Deadline deadline);

    /** The server that an answer ASK names. */
    Node named(String message);

    /** All servers with keys of their own, in an order that stays as long as they do. */
    List<Node> masters(Deadline deadline) throws NoConnectionException, InterruptedException;

    /** Any server, before it is known who has which key. */
    Node any(Deadline deadline) throws NoConnectionException, InterruptedException;

    /** Changes whenever {@link #masters} changes, or what they have. */
    String layout(Deadline deadline) throws NoConnectionException, InterruptedException;

    /** All that there is to which a connection may exist. */
    Stream<Node> known();

    void close();
}
