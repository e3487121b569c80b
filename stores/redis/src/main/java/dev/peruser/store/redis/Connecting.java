package dev.peruser.store.redis;

import io.lettuce.core.RedisCommandExecutionException;
import io.netty.channel.ConnectTimeoutException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Finds in a failed attempt to connect what was the matter. */
final class Connecting {
    private Connecting() {}

    /** What the server answered, if it did. */
    static Optional<String> answerIn(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RedisCommandExecutionException) {
                return Optional.of(String.valueOf(cause.getMessage()));
            }
        }
        return Optional.empty();
    }

    /** What the server said no with, {@link Refusal#OTHER} if it said nothing. */
    static Refusal refusalOf(Throwable failure) {
        return answerIn(failure).map(Refusal::of).orElse(Refusal.OTHER);
    }

    static String hint(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnknownHostException) {
                return " (there is no host of that name)";
            }
            if (cause instanceof ConnectException) {
                return " (nothing listens there: the connection was refused)";
            }
            if (cause instanceof ConnectTimeoutException) {
                return " (nothing answered there: is a firewall in the way?)";
            }
            if (cause instanceof SSLException) {
                return " (TLS failed: is it rediss:// for a server with TLS, redis:// for one without, and is its"
                        + " certificate trusted?)";
            }
        }
        return "";
    }
}
