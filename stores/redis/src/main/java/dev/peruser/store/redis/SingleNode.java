package dev.peruser.store.redis;

import dev.peruser.store.Deadline;
import java.util.List;
import java.util.stream.Stream;

/** One server, or the one that Sentinels name at each connect. */
final class SingleNode implements Nodes {
    private final Node node;

    SingleNode(Node node) {
        this.node = node;
    }

    @Override
    public Node of(byte[] key, Deadline deadline) {
        return node;
    }

    /** A replica, after a fail-over: the address, or the Sentinels, may name another server now. */
    @Override
    public void refused(Refusal refusal, String message, Node refusing, Deadline deadline) {
        if (refusal == Refusal.READONLY || refusal == Refusal.MASTERDOWN) {
            node.links().forEach(link -> link.present().ifPresent(link::drop));
        }
    }

    @Override
    public Node named(String message) {
        return node;
    }

    @Override
    public List<Node> masters(Deadline deadline) {
        return List.of(node);
    }

    @Override
    public Node any(Deadline deadline) {
        return node;
    }

    @Override
    public String layout(Deadline deadline) {
        return "one";
    }

    @Override
    public Stream<Node> known() {
        return Stream.of(node);
    }

    @Override
    public void close() {
        node.close();
    }
}
