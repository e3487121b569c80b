package dev.peruser.store.redis;

import io.lettuce.core.RedisURI;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Whether there is a host of a name, as the JDK finds it, beside the attempt to connect. Netty asks name servers itself
 * and waits for them long after the deadline; so what the matter is would not be known.
 */
final class HostLookup {
    private final CompletableFuture<Optional<UnknownHostException>> answer;

    private HostLookup(CompletableFuture<Optional<UnknownHostException>> answer) {
        this.answer = answer;
    }

    /** Begins to look, if the address has a host. */
    static HostLookup of(RedisURI uri) {
        @Nullable String host = uri.getHost();
        return new HostLookup(
                host == null || host.isEmpty()
                        ? CompletableFuture.completedFuture(Optional.empty())
                        : CompletableFuture.supplyAsync(() -> look(host)));
    }

    private static Optional<UnknownHostException> look(String host) {
        try {
            var unused = InetAddress.getByName(host);
            return Optional.empty();
        } catch (UnknownHostException unknown) {
            return Optional.of(unknown);
        }
    }

    /** That there is none, if that is known by now. */
    Optional<UnknownHostException> unknown() {
        return answer.getNow(Optional.empty());
    }
}
