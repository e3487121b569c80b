package dev.peruser.store.redis;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * One server, and the connections to it. All calls share one. If saves wait for replicas, they have some of their own,
 * because WAIT holds up whatever comes behind it on its connection.
 */
final class Node {
    private static final int WAITING = 8;

    private final String name;
    private final Link reading;
    private final List<Link> writing;

    private Node(String name, Link reading, List<Link> writing) {
        this.name = name;
        this.reading = reading;
        this.writing = writing;
    }

    /**
     * A server, to which no connection is made yet.
     *
     * @param links makes a link to it
     * @param waits whether saves wait for replicas
     */
    static Node of(String name, Supplier<Link> links, boolean waits) {
        Link link = links.get();
        return new Node(
                name, link, waits ? Stream.generate(links).limit(WAITING).toList() : List.of(link));
    }

    String name() {
        return name;
    }

    Link reading() {
        return reading;
    }

    /** The same for the same key, so that WAIT sees what that key's saves did before. */
    Link writing(byte[] key) {
        return writing.get(Math.floorMod(Arrays.hashCode(key), writing.size()));
    }

    Stream<Link> links() {
        return Stream.concat(Stream.of(reading), writing.stream()).distinct();
    }

    void close() {
        links().forEach(Link::close);
    }
}
