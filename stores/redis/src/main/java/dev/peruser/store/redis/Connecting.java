package dev.peruser.store.redis;

import io.lettuce.core.RedisCommandExecutionException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Finds in a failed attempt to connect what was the matter. */
final class Connecting {
    private Connecting() {}

    /** What the server said no with, {@link Refusal#OTHER} if it said nothing. */
    static Refusal refusalOf(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RedisCommandExecutionException) {
                return Refusal.of(String.valueOf(cause.getMessage()));
            }
        }
        return Refusal.OTHER;
    }

    /** Whether the server doesn't know HELLO, by which versions before 6 are known. */
    static boolean isTooOld(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            if (cause instanceof RedisCommandExecutionException
                    && (message.contains("NOPROTO") || message.contains("unknown command"))) {
                return true;
            }
        }
        return false;
    }

    static String hint(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnknownHostException) {
                return " (there is no host of that name)";
            }
            if (cause instanceof SSLException) {
                return " (TLS failed: is it rediss:// for a server with TLS, redis:// for one without, and is its"
                        + " certificate trusted?)";
            }
        }
        return "";
    }
}
