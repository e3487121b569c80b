package dev.peruser.store.redis;

import dev.peruser.store.Deadline;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The way to one server: a connection that all threads share, and another one when that was lost. */
final class Link {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final RedisClient client;
    private final RedisURI uri;
    private final ChangeFeed changes;
    private @Nullable CompletableFuture<Wire> current;
    /** The present connection once it is made, for those who come without the lock. */
    private volatile @Nullable Wire open;

    private boolean closed;
    private volatile @Nullable HostLookup host;

    Link(RedisClient client, RedisURI uri, ChangeFeed changes) {
        this.client = client;
        this.uri = uri;
        this.changes = changes;
    }

    /**
     * The connection, which is made if there is none. Several threads wait for the same one.
     *
     * @throws NoConnectionException if there is none and was none to be had before the deadline
     */
    Wire wire(Deadline deadline) throws NoConnectionException, InterruptedException {
        @Nullable Wire known = open;
        if (known != null && known.isOpen()) {
            return known;
        }
        CompletableFuture<Wire> connecting = current();
        try {
            Wire wire = connecting.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
            opened(connecting, wire);
            return wire;
        } catch (ExecutionException failed) {
            throw new NoConnectionException(failed.getCause() == null ? failed : failed.getCause());
        } catch (TimeoutException late) {
            throw new NoConnectionException(whyLate(late));
        }
    }

    private Throwable whyLate(TimeoutException late) {
        HostLookup lookup = host;
        Optional<UnknownHostException> unknown = lookup == null ? Optional.empty() : lookup.unknown();
        return unknown.isPresent() ? unknown.get() : late;
    }

    private synchronized void opened(CompletableFuture<Wire> connecting, Wire wire) {
        @SuppressWarnings("ReferenceEquality") // whether it is still the same attempt
        boolean isCurrent = connecting == current;
        if (!closed && isCurrent) {
            open = wire;
        }
    }

    /** The connection if there is one now. */
    synchronized Optional<Wire> present() {
        CompletableFuture<Wire> made = current;
        return made != null && made.isDone() && !made.isCompletedExceptionally()
                ? Optional.of(made.join())
                : Optional.empty();
    }

    private synchronized CompletableFuture<Wire> current() throws NoConnectionException {
        if (closed) {
            throw new NoConnectionException(new IllegalStateException("closed"));
        }
        CompletableFuture<Wire> made = current;
        if (made == null
                || made.isCompletedExceptionally()
                || (made.isDone() && !made.join().isOpen())) {
            made = connect();
            current = made;
            open = null;
        }
        return made;
    }

    private CompletableFuture<Wire> connect() {
        host = HostLookup.of(uri);
        CompletableFuture<StatefulRedisConnection<byte[], byte[]>> connecting =
                client.connectAsync(ByteArrayCodec.INSTANCE, uri).toCompletableFuture();
        CompletableFuture<Wire> made =
                connecting.thenApply(this::wireOf).orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        var unused = connecting.thenAccept(connection -> {
            if (made.isCompletedExceptionally()) {
                connection.close(); // nobody waits for it any more
            }
        });
        return made;
    }

    private Wire wireOf(StatefulRedisConnection<byte[], byte[]> connection) {
        Wire wire = new Wire(connection);
        connection.addListener(changes::told);
        connection.addListener(new RedisConnectionStateListener() {
            @Override
            public void onRedisDisconnected(RedisChannelHandler<?, ?> lost) {
                changes.lost(wire);
            }
        });
        synchronized (this) {
            if (closed) {
                wire.close();
            }
        }
        return wire;
    }

    /** Closes a connection that is of no more use, unless that was done. The next call makes another. */
    synchronized void drop(Wire wire) {
        CompletableFuture<Wire> made = current;
        if (made != null && made.isDone() && !made.isCompletedExceptionally() && made.join() == wire) {
            current = null;
            open = null;
        }
        wire.close();
        changes.lost(wire);
    }

    /** Makes no further connection, and closes the present one. */
    synchronized void retire() {
        present().ifPresent(Wire::close);
        close();
    }

    /** Makes no further connection. The client closes the present one. */
    synchronized void close() {
        closed = true;
        current = null;
        open = null;
    }

    /** Nothing was sent. */
    static final class NoConnectionException extends Exception {
        private static final long serialVersionUID = 1;

        NoConnectionException(Throwable cause) {
            super(cause);
        }
    }
}
