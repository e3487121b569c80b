package dev.peruser.store.redis;

import io.lettuce.core.RedisFuture;
import java.time.Duration;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Asks over each connection that tells of changes, once a second, whether it still lives: a connection that was lost
 * without a word would tell nothing for ever.
 */
final class Heartbeat {
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Nodes nodes;
    private final Map<Wire, Beat> beats = new WeakHashMap<>();
    private final ScheduledFuture<?> schedule;

    private record Beat(RedisFuture<String> answer, long sent) {}

    Heartbeat(Nodes nodes, ScheduledExecutorService executor) {
        this.nodes = nodes;
        this.schedule =
                executor.scheduleWithFixedDelay(this::beat, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    private synchronized void beat() {
        nodes.known().flatMap(Node::links).forEach(link -> link.present().ifPresent(wire -> beat(link, wire)));
    }

    private void beat(Link link, Wire wire) {
        if (!wire.isTracked()) {
            return;
        }
        Beat last = beats.get(wire);
        if (last == null || last.answer.isDone()) {
            beats.put(wire, new Beat(wire.commands().ping(), System.nanoTime()));
        } else if (System.nanoTime() - last.sent > PATIENCE.toNanos()) {
            beats.remove(wire);
            link.drop(wire);
        }
    }

    void stop() {
        var unused = schedule.cancel(false);
    }
}
