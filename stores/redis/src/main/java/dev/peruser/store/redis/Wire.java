package dev.peruser.store.redis;

import io.lettuce.core.RedisFuture;
import io.lettuce.core.TrackingArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One connection. Once lost it is lost: nothing that was sent over it is ever sent again. */
final class Wire {
    private final StatefulRedisConnection<byte[], byte[]> connection;
    private volatile long lastAnswer = System.nanoTime();
    private @Nullable CompletableFuture<?> tracking;

    Wire(StatefulRedisConnection<byte[], byte[]> connection) {
        this.connection = connection;
    }

    RedisAsyncCommands<byte[], byte[]> commands() {
        return connection.async();
    }

    boolean isOpen() {
        return connection.isOpen();
    }

    /** Something came back just now. */
    void answered() {
        lastAnswer = System.nanoTime();
    }

    boolean hasAnsweredSince(long nanoTime) {
        return lastAnswer - nanoTime > 0;
    }

    /**
     * Lets the server tell of changes to what is loaded or saved over this connection from now on, except those made
     * over it; done when it agrees.
     */
    synchronized CompletableFuture<?> track() {
        CompletableFuture<?> begun = tracking;
        if (begun == null || begun.isCompletedExceptionally()) {
            begun = on(TrackingArgs.Builder.enabled().noloop());
            tracking = begun;
        }
        return begun;
    }

    synchronized boolean isTracked() {
        return tracking != null;
    }

    synchronized void stopTracking() {
        if (tracking != null) {
            tracking = null;
            var unused = on(TrackingArgs.Builder.enabled(false));
        }
    }

    private CompletableFuture<?> on(TrackingArgs arguments) {
        RedisFuture<String> answer = commands().clientTracking(arguments);
        return answer.toCompletableFuture();
    }

    void close() {
        if (connection.isOpen()) {
            var unused = connection.closeAsync();
        }
    }
}
