package dev.peruser.store.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.peruser.store.Deadline;
import dev.peruser.store.redis.Link.NoConnectionException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.SlotHash;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of a Cluster. Who serves which slot is asked of any of them at first, and again whenever an answer shows
 * that it has changed, or a node can't be reached.
 */
final class ClusterNodes implements Nodes {
    /** How long one node is waited for, if there are others. */
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final List<RedisURI> seeds;
    private final BiFunction<String, RedisURI, Node> nodes;
    private final Runnable changed;
    private final Map<String, Node> known = new ConcurrentHashMap<>();
    private final ReentrantLock refreshing = new ReentrantLock();
    private volatile @Nullable Slots slots;

    /** Who serves which slot. */
    private record Slots(TreeMap<Integer, String> masterByFirstSlot, long since) {
        @Nullable String master(int slot) {
            Map.Entry<Integer, String> range = masterByFirstSlot.floorEntry(slot);
            return range == null || range.getValue().isEmpty() ? null : range.getValue();
        }
    }

    /**
     * The nodes that some of them know of.
     *
     * @param nodes makes the node of a name and address
     * @param changed is told when slots have come to be served by others
     */
    ClusterNodes(List<RedisURI> seeds, BiFunction<String, RedisURI, Node> nodes, Runnable changed) {
        this.seeds = seeds;
        this.nodes = nodes;
        this.changed = changed;
    }

    @Override
    public Node of(byte[] key, Deadline deadline) throws NoConnectionException, InterruptedException {
        Slots present = slots;
        if (present == null) {
            present = refresh(0, deadline);
        }
        String master = present.master(SlotHash.getSlot(key));
        if (master == null) {
            present = refresh(present.since, deadline);
            master = present.master(SlotHash.getSlot(key));
        }
        if (master == null) {
            throw new NoConnectionException(new IllegalStateException("no node serves the slot"));
        }
        return node(master);
    }

    private Node node(String name) {
        int colon = name.lastIndexOf(':');
        return known.computeIfAbsent(
                name,
                added -> nodes.apply(
                        added,
                        RedisURI.builder(seeds.get(0))
                                .withHost(name.substring(0, colon))
                                .withPort(Integer.parseInt(name.substring(colon + 1)))
                                .build()));
    }

    @Override
    public void refused(Refusal refusal, String message, Node node, Deadline deadline) {
        Slots present = slots;
        if (present != null && refusal != Refusal.TRYAGAIN && refusal != Refusal.ASK && refusal != Refusal.BUSY) {
            try {
                var unused = refresh(present.since, deadline);
            } catch (NoConnectionException nobody) {
                // the next attempt tells
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The end of {@code ASK 3999 127.0.0.1:6381}. */
    @Override
    public Node named(String message) {
        return node(message.substring(message.lastIndexOf(' ') + 1));
    }

    @Override
    public List<Node> masters(Deadline deadline) throws NoConnectionException, InterruptedException {
        return latest(deadline).masterByFirstSlot.values().stream()
                .filter(name -> !name.isEmpty())
                .distinct()
                .sorted()
                .map(this::node)
                .toList();
    }

    @Override
    public Node any(Deadline deadline) throws NoConnectionException, InterruptedException {
        NoConnectionException last = new NoConnectionException(new IllegalStateException("no address"));
        for (String name : names()) {
            try {
                Node node = node(name);
                var unused = node.reading().wire(patience(deadline));
                return node;
            } catch (NoConnectionException next) {
                last = next;
            }
        }
        throw last;
    }

    @Override
    public String layout(Deadline deadline) throws NoConnectionException, InterruptedException {
        return latest(deadline).masterByFirstSlot.toString();
    }

    private Slots latest(Deadline deadline) throws NoConnectionException, InterruptedException {
        Slots present = slots;
        return refresh(present == null ? 0 : present.since, deadline);
    }

    @Override
    public Stream<Node> known() {
        return known.values().stream();
    }

    @Override
    public void close() {
        known().forEach(Node::close);
    }

    /** Asks who serves what, unless somebody did since. */
    private Slots refresh(long since, Deadline deadline) throws NoConnectionException, InterruptedException {
        if (!refreshing.tryLock(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
            throw new NoConnectionException(new TimeoutException());
        }
        try {
            Slots present = slots;
            if (present != null && present.since != since) {
                return present;
            }
            Slots latest = ask(deadline);
            slots = latest;
            forgetOthers(latest);
            if (present != null && !present.masterByFirstSlot.equals(latest.masterByFirstSlot)) {
                changed.run();
            }
            return latest;
        } finally {
            refreshing.unlock();
        }
    }

    /** Nodes that serve nothing any more, and by whose address nobody began. */
    private void forgetOthers(Slots latest) {
        Set<String> wanted = new LinkedHashSet<>(latest.masterByFirstSlot.values());
        seeds.forEach(seed -> wanted.add(seed.getHost() + ":" + seed.getPort()));
        known.forEach((name, node) -> {
            if (!wanted.contains(name) && known.remove(name, node)) {
                node.links().forEach(Link::retire);
            }
        });
    }

    private Slots ask(Deadline deadline) throws NoConnectionException, InterruptedException {
        NoConnectionException last = new NoConnectionException(new IllegalStateException("no address"));
        for (String name : names()) {
            try {
                return ask(node(name), deadline);
            } catch (NoConnectionException next) {
                last = next;
            }
        }
        throw last;
    }

    private Set<String> names() {
        Set<String> names = new LinkedHashSet<>(known.keySet());
        seeds.forEach(seed -> names.add(seed.getHost() + ":" + seed.getPort()));
        return names;
    }

    private static Deadline patience(Deadline deadline) {
        return PATIENCE.compareTo(deadline.remaining()) < 0 ? Deadline.after(PATIENCE) : deadline;
    }

    private static Slots ask(Node node, Deadline deadline) throws NoConnectionException, InterruptedException {
        Deadline patience = patience(deadline);
        try {
            Wire wire = node.reading().wire(patience);
            List<Object> answer =
                    wire.commands().clusterSlots().get(patience.remaining().toNanos(), TimeUnit.NANOSECONDS);
            wire.answered();
            return read(answer, node.name());
        } catch (ExecutionException | TimeoutException failed) {
            throw new NoConnectionException(failed);
        }
    }

    private static Slots read(List<Object> answer, String asked) {
        TreeMap<Integer, String> masters = new TreeMap<>();
        masters.put(0, "");
        List<List<?>> ranges = new ArrayList<>();
        answer.forEach(range -> ranges.add((List<?>) range));
        ranges.sort((one, other) -> Integer.compare(number(one.get(0)), number(other.get(0))));
        for (List<?> range : ranges) {
            List<?> master = (List<?>) range.get(2);
            String host = text(master.get(0));
            // A node that doesn't know its own name yet, or keeps it to itself: the one by which it was asked.
            String known = host.isEmpty() ? asked.substring(0, asked.lastIndexOf(':')) : host;
            masters.put(number(range.get(0)), known + ":" + number(master.get(1)));
            if (number(range.get(1)) + 1 < SlotHash.SLOT_COUNT) {
                masters.put(number(range.get(1)) + 1, "");
            }
        }
        return new Slots(masters, System.nanoTime() | 1);
    }

    private static int number(@Nullable Object value) {
        return value instanceof Number number ? number.intValue() : -1;
    }

    private static String text(@Nullable Object value) {
        return value instanceof byte[] bytes ? new String(bytes, UTF_8) : "";
    }
}
